package io.kosh.gateway.internal.checkout;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kosh.gateway.Checkout;
import io.kosh.gateway.Checkout.Coded;
import io.kosh.gateway.Checkout.Payment;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.PaymentState;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Hundredths;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.Browser;
import io.kosh.platform.CompatNotes;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.SecretInput;
import io.kosh.rails.RailAnswer.NextStep;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The code that a bank sends to the payer, given on the merchant's own page.
@RestController
@Tag(name = "Checkout")
final class PayerOtpController {
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_CHECKSUM = 512;
    private static final Pattern OTP = Pattern.compile("[0-9]{4,8}");

    /// The ids of payments hold the millisecond in which they were made.
    private static final Pattern MADE_AT = Pattern.compile("EK([0-9]{13}).*");

    private final Checkout checkout;
    private final Browser browser;

    PayerOtpController(Checkout checkout, Browser browser) {
        this.checkout = checkout;
        this.browser = browser;
    }

    /// A code for a payment.
    @Schema(name = "ValidateOtpRequest")
    record OtpRequest(
            @Schema(example = "EK1743074262175e8KIO", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("transactionId")
            String ekPayId,

            @Schema(example = "123456", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String otp,

            @Schema(description = "looked at by nobody: how it is made is not documented")
            @Nullable
            @JsonAlias("checksum")
            String checkSum) {
        OtpRequest {
            Fields.identifier("ekPayId", ekPayId, LONGEST_ID);
            if (!OTP.matcher(Fields.text("otp", otp, LONGEST_ID).strip()).matches()) {
                throw Fields.invalid("otp", "must be 4 to 8 digits");
            }
            if (checkSum != null && checkSum.length() > LONGEST_CHECKSUM) {
                throw Fields.invalid("checkSum", "may be at most " + LONGEST_CHECKSUM + " characters long");
            }
        }

        Secret<String> code() {
            return new Secret<>(Fields.text("otp", otp, LONGEST_ID).strip());
        }

        @Override
        public String toString() {
            return "a code for a payment";
        }
    }

    /// How the payment stands.
    @Schema(name = "OTPResponse")
    record OtpResponse(
            @Schema(example = "RANDOMID123") String uniqueTransactionId,
            String publicIdentifierKey,
            @Schema(example = "EK1743074262175e8KIO") String transactionId,

            @Schema(example = "100.00", description = "what the payer pays")
            String amount,

            @Schema(example = "INR") String currency,
            @Schema(example = "EK1743074262175e8KIO") String otpReferenceNumber,
            String txnMessage,
            PaymentState txnStatus,
            @Nullable Instant txnDate,
            @Schema(example = "ORD1784195236818VZuxB") String orderId) {
        static OtpResponse of(Payment payment) {
            CheckoutOrder order = payment.order();
            Matcher made = MADE_AT.matcher(payment.id());
            return new OtpResponse(
                    order.merchantOrderId(),
                    order.accessKey(),
                    payment.id(),
                    Hundredths.full(payment.finalAmountMinor()).toPlainString(),
                    "INR",
                    payment.id(),
                    payment.message(),
                    payment.state(),
                    made.matches() ? Instant.ofEpochMilli(Long.parseLong(made.group(1))) : null,
                    order.orderId());
        }
    }

    @PostMapping(
            path = "/pay/otp/validate",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @RouteFamily(value = Envelope.GATEWAY, access = Access.PUBLIC)
    @SecretInput
    @Operation(
            summary = "Validate OTP",
            description = "Gives the payer's code to the bank. A wrong one is refused with how many tries are left.")
    OtpResponse validate(@RequestBody OtpRequest body) {
        String id = Fields.identifier("ekPayId", body.ekPayId(), LONGEST_ID);
        check(id);
        if (body.checkSum() != null) {
            CompatNotes.add("checkSum: not looked at");
        }
        return switch (checkout.giveOtp(id, body.code())) {
            case Coded.Taken(Payment payment) -> OtpResponse.of(payment);
            case Coded.Wrong(int left) -> throw Refusal.ofField(CheckoutError.OTP_WRONG, "otp", sentence(left));
        };
    }

    private static String sentence(int triesLeft) {
        return switch (triesLeft) {
            case 0 -> "the code was wrong too often: the payment failed";
            case 1 -> "the code is wrong; 1 try left";
            default -> "the code is wrong; " + triesLeft + " tries left";
        };
    }

    private void check(String id) {
        browser.holdTo(checkout.payment(id).order().merchant().origins());
    }

    @GetMapping("/pay/resend/otp/{enkashTransactionId}")
    @RouteFamily(value = Envelope.GATEWAY_BARE, access = Access.PUBLIC)
    @Operation(
            summary = "Resend OTP",
            description = "Has the bank send another code. The answer is a sentence of plain text.")
    ResponseEntity<String> resend(
            @Parameter(example = "EK1743074262175e8KIO") @PathVariable String enkashTransactionId) {
        String id = Fields.identifier("enkashTransactionId", enkashTransactionId, LONGEST_ID);
        check(id);
        Payment payment = checkout.resendOtp(id);
        String said = payment.next() instanceof NextStep.GiveOtp(String sentTo)
                ? "A new code was sent to " + sentTo + "."
                : payment.message();
        return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(said);
    }
}
