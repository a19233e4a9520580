package io.kosh.gateway.internal;

import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.internal.PaymentOrder.Address;
import io.kosh.gateway.internal.PaymentOrder.Customer;
import io.kosh.gateway.internal.PaymentOrder.Terms;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Hundredths;
import io.kosh.platform.Caller;
import io.kosh.platform.CompatNotes;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.RequestContext;
import io.kosh.platform.RouteFamily;
import io.kosh.rails.RailPayment.BankAccount;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The documented call that makes orders.
@RestController
@RequestMapping(path = "/api/v0/orders", produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(Envelope.GATEWAY)
@Tag(name = "Payment orders", description = "What a merchant wants to be paid, each once.")
final class PaymentOrderController {
    static final String ACCESS_KEY = "merchantAccessKey";
    static final String ACCESS_KEY_TEXT = "the merchant's access key";
    static final String INR = "INR";

    private static final BigDecimal LEAST = new BigDecimal("0.01");
    private static final BigDecimal MOST = new BigDecimal("1000000000");
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_PHONE = 20;
    private static final int LONGEST_PLACE = 200;
    private static final int LONGEST_DESCRIPTION = 1000;
    private static final int MOST_PARAMETERS = 50;
    private static final int LONGEST_PARAMETER = 500;
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9]{9,36}");
    private static final Pattern IFSC = Pattern.compile("[A-Z]{4}0[A-Z0-9]{6}");

    private final PaymentOrders orders;
    private final Merchants merchants;
    private final OrderAddresses addresses;

    PaymentOrderController(PaymentOrders orders, Merchants merchants, OrderAddresses addresses) {
        this.orders = orders;
        this.merchants = merchants;
        this.addresses = addresses;
    }

    /// A sum.
    @Schema(name = "OrderAmount")
    record Amount(
            @Schema(
                    example = "100.00",
                    description = "at most two decimals, 0.01 to 1000000000",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            BigDecimal value,

            @Schema(example = INR, description = "INR; absent: INR") @Nullable
            String currency) {
        Amount {
            Hundredths.of("amount.value", Fields.present("amount.value", value), LEAST, MOST);
            if (currency == null) {
                CompatNotes.add("amount.currency: the absent currency was taken as INR");
            } else if (!currency.equals(INR)) {
                throw Fields.invalid("amount.currency", "must be INR");
            }
        }

        long minor() {
            return Hundredths.of("amount.value", Fields.present("amount.value", value), LEAST, MOST);
        }

        static Amount of(long minor) {
            return new Amount(Hundredths.full(minor), INR);
        }
    }

    /// Who pays; a blank text says nothing.
    @Schema(name = "OrderCustomer")
    record CustomerInfo(
            @Schema(example = "Merlin") @Nullable String firstName,
            @Schema(example = "Collins") @Nullable String lastName,
            @Nullable CustomerAddress address,
            @Schema(example = "buyer@example.com") @Nullable String email,
            @Schema(example = "9889890909") @Nullable String phoneNumber) {
        CustomerInfo {
            firstName = optional("customerInfo.firstName", firstName, LONGEST_NAME);
            lastName = optional("customerInfo.lastName", lastName, LONGEST_NAME);
            email = optional("customerInfo.email", email, LONGEST_EMAIL);
            phoneNumber = optional("customerInfo.phoneNumber", phoneNumber, LONGEST_PHONE);
        }

        static CustomerInfo of(Customer customer) {
            Address address = customer.address();
            return new CustomerInfo(
                    customer.firstName(),
                    customer.lastName(),
                    address == null ? null : CustomerAddress.of(address),
                    customer.email(),
                    customer.phoneNumber());
        }

        private Customer customer() {
            return new Customer(firstName, lastName, email, phoneNumber, address == null ? null : address.address());
        }

        @Override
        public String toString() {
            return "a customer";
        }
    }

    /// Where a payer lives; a blank text says nothing.
    @Schema(name = "OrderCustomerAddress")
    record CustomerAddress(
            @Schema(example = "Jill Zemlak") @Nullable String streetName,
            @Schema(example = "Darioside") @Nullable String city,
            @Schema(example = "Minnesota") @Nullable String state,
            @Schema(example = "Angola") @Nullable String country,
            @Schema(example = "06422") @Nullable String zipcode) {
        CustomerAddress {
            streetName = optional("customerInfo.address.streetName", streetName, LONGEST_PLACE);
            city = optional("customerInfo.address.city", city, LONGEST_PLACE);
            state = optional("customerInfo.address.state", state, LONGEST_PLACE);
            country = optional("customerInfo.address.country", country, LONGEST_PLACE);
            zipcode = optional("customerInfo.address.zipcode", zipcode, LONGEST_PHONE);
        }

        static CustomerAddress of(Address address) {
            return new CustomerAddress(
                    address.streetName(), address.city(), address.state(), address.country(), address.zipcode());
        }

        private @Nullable Address address() {
            Address address = new Address(streetName, city, state, country, zipcode);
            return address.equals(new Address(null, null, null, null, null)) ? null : address;
        }

        @Override
        public String toString() {
            return "an address";
        }
    }

    /// The one account that may pay by UPI.
    @Schema(name = "OrderPaymentDetail")
    record PaymentDetail(
            @Schema(example = "123456789012", description = "9 to 36 letters or digits") @Nullable
            String accountNumber,

            @Schema(example = "KKBK0000432") @Nullable String ifsc) {
        PaymentDetail {
            accountNumber = optional("paymentDetail.accountNumber", accountNumber, LONGEST_NAME);
            ifsc = optional("paymentDetail.ifsc", ifsc, LONGEST_NAME);
            if (accountNumber != null && !ACCOUNT.matcher(accountNumber).matches()) {
                throw Fields.invalid("paymentDetail.accountNumber", "must be 9 to 36 letters or digits");
            }
            if (ifsc != null && !IFSC.matcher(ifsc).matches()) {
                throw Fields.invalid("paymentDetail.ifsc", "must be an IFSC such as KKBK0000432");
            }
            if ((accountNumber == null) != (ifsc == null)) {
                throw Fields.missing(accountNumber == null ? "paymentDetail.accountNumber" : "paymentDetail.ifsc");
            }
        }

        private @Nullable BankAccount account() {
            return accountNumber == null || ifsc == null ? null : new BankAccount(accountNumber, ifsc);
        }

        @Override
        public String toString() {
            return "an account";
        }
    }

    /// An order to be made.
    @Schema(name = "CreatePaymentOrderRequest")
    record CreateRequest(
            @Schema(
                    example = "RANDOMID123",
                    description = "the merchant's own id, unique in the company for ever",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String orderId,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Amount amount,

            @Schema(example = "https://glaring-version.net/", description = "where the payer's browser goes then")
            @Nullable
            String returnUrl,

            @Schema(example = "https://inconsequential-annual.biz/", description = "who is told of its payments")
            @Nullable
            String notifyUrl,

            @Nullable CustomerInfo customerInfo,

            @Schema(example = "{\"customParam1\": \"value\"}") @Nullable
            Map<String, @Nullable String> customParameters,

            @Schema(example = "An order of books") @Nullable String description,

            @Schema(description = "only this account may pay by UPI") @Nullable
            PaymentDetail paymentDetail,

            @Schema(
                    description = "what alone may be chosen: NETBANKING with codes of banks, a kind of card with"
                            + " schemes, UPI, WALLET with codes of wallets, PAY_LATER; null or an empty list for all"
                            + " of it",
                    example = "{\"UPI\": null, \"CREDIT_CARD\": [\"VISA\", \"RUPAY\"]}")
            @Nullable
            Map<String, @Nullable Object> restrictedPaymentOptions) {
        CreateRequest {
            Fields.identifier("orderId", orderId, CheckoutOrder.LONGEST_MERCHANT_ID);
            Fields.present("amount", amount);
            description = optional("description", description, LONGEST_DESCRIPTION);
        }

        private OrderDraft draft(Merchant merchant, @Nullable URI returned, @Nullable URI notified) {
            return new OrderDraft(
                    Fields.identifier("orderId", orderId, CheckoutOrder.LONGEST_MERCHANT_ID),
                    merchant.accessKey(),
                    Fields.present("amount", amount).minor(),
                    new Terms(
                            returned,
                            notified,
                            description,
                            parameters(customParameters),
                            paymentDetail == null ? null : paymentDetail.account(),
                            RestrictedOptions.of(restrictedPaymentOptions)),
                    customerInfo == null ? new Customer(null, null, null, null, null) : customerInfo.customer(),
                    merchant.actor(),
                    RequestContext.idOrNull());
        }

        private static Map<String, String> parameters(@Nullable Map<String, @Nullable String> said) {
            if (said == null) {
                return Map.of();
            }
            if (said.size() > MOST_PARAMETERS) {
                throw Fields.invalid("customParameters", "may hold at most " + MOST_PARAMETERS + " texts");
            }
            Map<String, String> parameters = new HashMap<>();
            said.forEach((name, value) -> {
                Fields.text("customParameters", name, LONGEST_NAME);
                if (value != null && !value.isBlank()) {
                    parameters.put(name, Fields.text("customParameters." + name, value, LONGEST_PARAMETER));
                }
            });
            return parameters;
        }

        @Override
        public String toString() {
            return "an order";
        }
    }

    /// Who asks.
    private record Merchant(String accessKey, String actor) {}

    private static @Nullable String optional(String field, @Nullable String value, int max) {
        return value == null || value.isBlank() ? null : Fields.text(field, value, max);
    }

    /// @param redirectionUrl where the payer is sent to
    @Schema(name = "PaymentOrderCreated")
    record CreatedResponse(String redirectionUrl, String orderId) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Idempotent(Idempotent.Keeping.AFTER_EFFECT)
    @Operation(
            summary = "Create Order",
            description = "The same orderId with the same order gives the same answer; with another order it is"
                    + " refused with 409.")
    CreatedResponse create(
            Caller caller,
            @Parameter(description = ACCESS_KEY_TEXT, required = true)
                    @RequestHeader(name = ACCESS_KEY, required = false)
                    @Nullable
                    String merchantAccessKey,
            @RequestBody CreateRequest request) {
        CompanyKey company = merchants.of(caller, merchantAccessKey).key();
        Merchant merchant = new Merchant(Objects.requireNonNull(merchantAccessKey), caller.actor());
        PaymentOrder order = orders.create(
                company,
                request.draft(
                        merchant,
                        addresses.returned("returnUrl", request.returnUrl()),
                        addresses.notified("notifyUrl", request.notifyUrl())));
        return new CreatedResponse(addresses.checkout(order), order.orderId());
    }
}
