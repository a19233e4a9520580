package io.kosh.gateway.internal.checkout;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kosh.gateway.Checkout;
import io.kosh.gateway.Checkout.Choice;
import io.kosh.gateway.Checkout.Payment;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.PaymentState;
import io.kosh.gateway.SentPayment;
import io.kosh.gateway.SentPayment.Form;
import io.kosh.kernel.ErrorCode;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Hundredths;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Browser;
import io.kosh.platform.CompatNotes;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.SecretInput;
import io.kosh.platform.Settings;
import io.kosh.rails.RailAnswer.NextStep;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The charge: how a checkout client pays by card, at a bank, from a wallet.
@RestController
@RouteFamily(value = Envelope.GATEWAY_BARE, access = Access.PUBLIC)
@Tag(name = "Checkout")
final class ChargeController {
    private static final int LONGEST_ID = 64;
    private static final BigDecimal HUNDRED = new BigDecimal(100);
    private static final Pattern RUPEES = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,4})?");

    private final Checkout checkout;
    private final Browser browser;
    private final URI base;

    ChargeController(Checkout checkout, Browser browser, Settings settings) {
        this.checkout = checkout;
        this.browser = browser;
        this.base = settings.baseUrl();
    }

    /// By what the payer pays. What is wrong in it is told by the answer's resultCode.
    @Schema(name = "ChargePaymentDetail")
    record Detail(
            @Schema(
                    example = "CREDIT_CARD",
                    description =
                            "NET_BANKING, WALLET, CREDIT_CARD, DEBIT_CARD, PREPAID_CARD, CORPORATE_CARD, PAY_LATER"
                                    + " or UPI",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String paymentMode,

            @Schema(description = "of the bank or the wallet") @Nullable @JsonAlias("walletCode")
            String bankCode,

            @Schema(description = "of a payment by UPI") @Nullable
            String vpa,

            @Schema(description = "of a payment that is paid later") @Nullable
            String bnplPaymentOptionId,

            @Schema(example = "NDExMTExMTExMTExMTExMQ==", description = "base64 of the digits") @Nullable
            String cardNumber,

            @Schema(example = "MTIz", description = "base64 of the digits") @Nullable
            String cvv,

            @Schema(example = "MTIvMzA=", description = "base64 of MM/YY") @Nullable
            String expiry,

            @Schema(example = "John Doe") @Nullable String cardHolderName,

            @Schema(example = "false", description = "whether the merchant keeps the card for the payer") @Nullable
            Boolean saveCard,

            @Schema(description = "of a card that was saved, in the place of its number") @Nullable
            String paymentToken,

            @Schema(example = "NEW_CARD") @Nullable String paymentType) {
        SentPayment sent() {
            return new SentPayment(
                    Form.BASE64,
                    paymentMode,
                    bankCode,
                    bnplPaymentOptionId,
                    vpa,
                    cardHolderName,
                    SentPayment.secret(cardNumber),
                    SentPayment.secret(cvv),
                    SentPayment.secret(expiry),
                    saveCard,
                    SentPayment.secret(paymentToken));
        }

        @Override
        public String toString() {
            return "how a payer pays";
        }
    }

    /// A payment to begin.
    @Schema(name = "ChargeRequest")
    record ChargeRequest(
            @Schema(
                    example = "RANDOMID123",
                    description = "the order's, as its detail names it",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String uniqueTransactionId,

            @Schema(description = "the order's", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String publicIdentifierKey,

            @Schema(
                    example = "EK1743074262175e8KIO",
                    description = "the order's",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String transactionId,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Detail paymentDetail,

            @Schema(
                    type = "string",
                    example = "0.00",
                    description = "what the client shows on top of the amount; ours counts")
            @Nullable
            Object surcharge,

            @Schema(example = "18", description = "percent on top of that") @Nullable
            BigDecimal surchargeGst,

            @Schema(description = "whether the bank's page has a window of its own, which closes itself") @Nullable
            Boolean popupMode) {
        ChargeRequest {
            Fields.text("uniqueTransactionId", uniqueTransactionId, CheckoutOrder.LONGEST_MERCHANT_ID);
            Fields.text("publicIdentifierKey", publicIdentifierKey, LONGEST_ID);
            Fields.identifier("transactionId", transactionId, LONGEST_ID);
            Fields.present("paymentDetail", paymentDetail);
            onTop(surcharge);
            percent(surchargeGst);
        }

        /// What the client shows as the whole sum, null where it does not say.
        @Nullable
        BigDecimal total(BigDecimal amount) {
            BigDecimal onTop = onTop(surcharge);
            return onTop == null
                    ? null
                    : amount.add(onTop.multiply(HUNDRED.add(percent(surchargeGst)))
                            .divide(HUNDRED, 2, RoundingMode.HALF_UP));
        }

        private static @Nullable BigDecimal onTop(@Nullable Object surcharge) {
            if (surcharge == null) {
                return null;
            }
            String text = surcharge.toString();
            if (!RUPEES.matcher(text).matches()) {
                throw Fields.invalid("surcharge", "must be rupees, such as \"0.00\"");
            }
            return new BigDecimal(text);
        }

        private static BigDecimal percent(@Nullable BigDecimal given) {
            if (given == null) {
                return BigDecimal.ZERO;
            }
            if (given.signum() < 0 || given.compareTo(HUNDRED) > 0 || given.scale() > 4) {
                throw Fields.invalid("surchargeGst", "must be a rate in percent");
            }
            return given;
        }
    }

    /// What to do next, in the order in which clients look.
    ///
    /// @param transactionStatus of the payment; null where none began
    /// @param dauth             whether it is settled without a step of the payer
    /// @param error             whether it failed at once
    /// @param iframe            always null: no 3-D Secure here lives in the client's page
    /// @param rupay             whether the payer's code is to be given to /pay/otp/validate
    /// @param resultCode        0; 158 where something sent is wrong in itself, 156 where it cannot be paid with:
    ///                          both may be tried again with something else
    /// @param redirectionUrl    where the payer goes
    @Schema(name = "ChargeResponse")
    record ChargeResponse(
            @Nullable PaymentState transactionStatus,
            boolean dauth,
            boolean error,
            @Nullable String iframe,
            @Nullable String transactionUuid,
            boolean rupay,
            boolean renderOtpPage,
            @Schema(example = "0") int resultCode,
            String resultMessage,
            @Nullable String redirectionUrl,
            @Schema(example = "EK1743074262175e8KIO") String transactionId) {
        private static final int DONE = 0;
        private static final int FAILED = 1;

        static ChargeResponse of(Payment payment, @Nullable URI page) {
            boolean failed = !payment.state().isOpen() && !payment.paysItsOrder();
            boolean otp = payment.state().isOpen() && payment.next() instanceof NextStep.GiveOtp;
            return new ChargeResponse(
                    payment.state(),
                    payment.paysItsOrder(),
                    failed,
                    null,
                    null,
                    otp,
                    otp,
                    failed ? FAILED : DONE,
                    payment.message(),
                    page == null ? null : page.toString(),
                    payment.id());
        }

        static ChargeResponse rejected(CheckoutOrder order, int code, String message) {
            return new ChargeResponse(
                    null, false, false, null, null, false, false, code, message, null, order.checkoutId());
        }
    }

    @PostMapping(
            path = "/pay/charge/process",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @SecretInput
    @Operation(
            summary = "Charge (checkout)",
            description = "Begins a payment of the order. The answer has no envelope; a failure of the call has one.")
    ChargeResponse process(@RequestBody ChargeRequest body) {
        CheckoutOrder order = checkout.find(Fields.identifier("transactionId", body.transactionId(), LONGEST_ID));
        browser.holdTo(order.merchant().origins());
        same("publicIdentifierKey", body.publicIdentifierKey(), order.accessKey());
        same("uniqueTransactionId", body.uniqueTransactionId(), order.merchantOrderId());
        try {
            Choice choice =
                    Fields.present("paymentDetail", body.paymentDetail()).sent().choice();
            Payment payment = checkout.start(order.orderId(), choice, Boolean.TRUE.equals(body.popupMode()));
            compare(body.total(Hundredths.full(order.amountMinor())), payment);
            return ChargeResponse.of(payment, page(payment));
        } catch (Refusal refused) {
            int code = Rejected.codeOf(refused.code());
            if (code == 0) {
                throw refused;
            }
            return ChargeResponse.rejected(order, code, refused.detail());
        }
    }

    private static void same(String field, @Nullable String sent, String of) {
        if (!of.equals(sent)) {
            throw Refusal.ofField(CheckoutError.CHECKOUT_IDS_DIFFER, field, field + " is not the one of the order");
        }
    }

    private static void compare(@Nullable BigDecimal theirs, Payment payment) {
        BigDecimal ours = Hundredths.full(payment.finalAmountMinor());
        if (theirs != null && theirs.compareTo(ours) != 0) {
            CompatNotes.add("surcharge: the client shows another sum; the payer pays " + ours.toPlainString());
        }
    }

    /// Where the payer goes. A client with nowhere to send the payer takes the payment for failed, so that one who has
    /// to wait for a bank waits on our page.
    private @Nullable URI page(Payment payment) {
        if (!payment.state().isOpen()) {
            return null;
        }
        return switch (payment.next()) {
            case NextStep.Visit(URI page) -> page;
            case NextStep.Await() ->
                payment.mode() == PaymentMode.UPI
                        ? null
                        : base.resolve("/v1/pay/" + payment.order().orderId() + "/payments/" + payment.id());
            case NextStep.GiveOtp _ -> null;
        };
    }

    /// Which refusals a client shows beside its fields, so that the payer mends them and tries again.
    private static final class Rejected {
        static final int NOT_TAKEN = 156;
        static final int WRONG = 158;

        static int codeOf(ErrorCode code) {
            if (code.kind() == ErrorCode.Kind.INVALID) {
                return WRONG;
            }
            return switch (code.name()) {
                case "CARD_REFUSED", "MODE_NOT_OFFERED", "UPI_LIMIT", "VPA_UNKNOWN" -> NOT_TAKEN;
                default -> 0;
            };
        }
    }
}
