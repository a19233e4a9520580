package io.kosh.gateway.internal.checkout;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kosh.gateway.Checkout;
import io.kosh.gateway.Checkout.Contact;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Browser;
import io.kosh.platform.CompatNotes;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.SecretInput;
import io.kosh.rails.CardKind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What a checkout client says of the payer, and asks of a card before it is used.
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(value = Envelope.GATEWAY, access = Access.PUBLIC)
@Tag(name = "Checkout")
final class CheckoutContactController {
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_EMAIL = 254;
    private static final int SHORTEST_BIN = 6;
    private static final int LONGEST_BIN = 10;
    private static final Pattern MOBILE = Pattern.compile("[6-9][0-9]{9}");
    private static final Pattern EMAIL = Pattern.compile("[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\\.[a-zA-Z]{2,63}");
    private static final Pattern COUNTRY_CODE = Pattern.compile("\\+?91[ -]?(?=[0-9]{10}$)");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{6,19}");

    private final Checkout checkout;
    private final Browser browser;

    CheckoutContactController(Checkout checkout, Browser browser) {
        this.checkout = checkout;
        this.browser = browser;
    }

    /// How to reach the payer.
    @Schema(name = "CheckoutContactRequest")
    record ContactRequest(
            @Schema(example = "buyer@example.com") @Nullable String customerEmail,

            @Schema(example = "9876543210", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("phoneNumber")
            String customerMobile,

            @Schema(description = "the order's publicIdentifierKey", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias({"publicIdentifierKey", "merchantIdentifierKey"})
            String merchantAccessKey) {
        ContactRequest {
            Fields.identifier("merchantAccessKey", merchantAccessKey, LONGEST_ID);
            mobile(customerMobile);
            email(customerEmail);
        }

        Contact contact() {
            return new Contact(mobile(customerMobile), email(customerEmail));
        }

        @Override
        public String toString() {
            return "how to reach a payer";
        }

        private static String mobile(@Nullable String given) {
            String text = Fields.text("customerMobile", given, 20).strip();
            String mobile = COUNTRY_CODE.matcher(text).replaceFirst("");
            if (!MOBILE.matcher(mobile).matches()) {
                throw Fields.invalid("customerMobile", "must be ten digits that begin with 6, 7, 8 or 9");
            }
            if (!mobile.equals(text)) {
                CompatNotes.add("customerMobile: the country's code was left out");
            }
            return mobile;
        }

        private static @Nullable String email(@Nullable String given) {
            if (given == null || given.isBlank()) {
                return null;
            }
            String email = Fields.text("customerEmail", given, LONGEST_EMAIL).strip();
            if (!EMAIL.matcher(email).matches()) {
                throw Fields.invalid("customerEmail", "must be a mail address");
            }
            return email;
        }
    }

    /// Where somebody lives. Never told to a browser that shows an order's id and nothing else.
    @Schema(name = "CheckoutAddress")
    record AddressResponse(
            @Nullable String streetName,
            @Nullable String city,
            @Nullable String state,
            @Nullable String country,
            @Nullable String zipcode) {
        static final AddressResponse UNTOLD = new AddressResponse(null, null, null, null, null);
    }

    /// Who pays, without the mail address.
    @Schema(name = "CheckoutContact")
    record ContactResponse(
            @Nullable String customerMobile,
            @Nullable String phoneNumber,
            @Nullable String firstName,
            AddressResponse address,
            @Schema(description = "always null") @Nullable String companyId,
            @Schema(description = "always false") boolean authenticatorEnabled) {
        static ContactResponse of(CheckoutOrder.Payer payer) {
            String name = payer.name();
            return new ContactResponse(
                    payer.mobile(),
                    payer.mobile(),
                    name == null ? null : name.strip().split(" ", 2)[0],
                    AddressResponse.UNTOLD,
                    null,
                    false);
        }

        @Override
        public String toString() {
            return "how to reach a payer";
        }
    }

    /// What a card is by its first digits.
    @Schema(name = "BinDetails")
    record BinResponse(
            CardKind.Scheme cardSchemeType,
            CardKind.Type cardType,
            @Schema(example = "KOSH") String pgCode,
            String bankName,
            String bankEntityName) {}

    @PatchMapping(path = "/pay/checkout/customer-info/{transactionId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Save customer contact for an order",
            description = "Replaces what was saved before. The mail address is not told back.")
    ContactResponse contact(
            @Parameter(example = "EK1743074262175e8KIO", description = "the order's checkout transaction") @PathVariable
                    String transactionId,
            @RequestBody ContactRequest body) {
        CheckoutOrder order = checkout.find(Fields.identifier("transactionId", transactionId, LONGEST_ID));
        browser.holdTo(order.merchant().origins());
        String accessKey = Fields.identifier("merchantAccessKey", body.merchantAccessKey(), LONGEST_ID);
        return ContactResponse.of(
                checkout.saveContact(order.orderId(), accessKey, body.contact()).payer());
    }

    @GetMapping("/api/v0/bin/details")
    @SecretInput
    @Operation(summary = "Card BIN details", description = "What a card is by its first 6 or more digits.")
    BinResponse bin(
            @Parameter(example = "4111111111", description = "at most 10 of the digits are looked at") @RequestParam
                    String bin,
            @Parameter(example = "EK1743074262175e8KIO") @RequestParam String transactionId) {
        String digits = Fields.text("bin", bin, 32).replaceAll("[ +-]", "");
        if (!DIGITS.matcher(digits).matches()) {
            throw Fields.invalid("bin", "must be the first " + SHORTEST_BIN + " or more digits of a card");
        }
        CheckoutOrder order = checkout.find(Fields.identifier("transactionId", transactionId, LONGEST_ID));
        browser.holdTo(order.merchant().origins());
        CardKind kind = checkout.kindOf(digits.substring(0, Math.min(LONGEST_BIN, digits.length())));
        if (kind == null) {
            throw Refusal.ofField(
                    CheckoutError.CHECKOUT_CARD_UNKNOWN, "bin", CheckoutError.CHECKOUT_CARD_UNKNOWN.meaning());
        }
        return new BinResponse(kind.scheme(), kind.type(), CheckoutOrder.CARD_ACQUIRER, kind.bank(), kind.bank());
    }
}
