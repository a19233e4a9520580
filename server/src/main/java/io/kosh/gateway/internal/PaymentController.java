package io.kosh.gateway.internal;

import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.PaymentState;
import io.kosh.gateway.SentPayment;
import io.kosh.gateway.SentPayment.Form;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Hundredths;
import io.kosh.platform.Caller;
import io.kosh.platform.CompatNotes;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.SecretInput;
import io.kosh.rails.CardKind;
import io.kosh.rails.QrImage;
import io.kosh.rails.RailAnswer.NextStep;
import io.kosh.rails.RailPayment.BankAccount;
import io.kosh.rails.UpiLink;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// The documented calls by which a merchant's server pays an order with what its payer gave it, and asks how that went.
@RestController
@RouteFamily(Envelope.GATEWAY)
@Tag(name = "Payments", description = "Attempts to pay an order, which the documents call transactions.")
final class PaymentController {
    static final int LONGEST_ID = 64;
    static final String ACCESS_KEY = "merchantAccessKey";

    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9]{9,36}");
    private static final Pattern IFSC = Pattern.compile("[A-Z]{4}0[A-Z0-9]{6}");
    private static final int LONGEST_ACCOUNT = 36;
    private static final int QR_PIXELS = 320;

    private final Merchants merchants;
    private final MerchantPayments payments;
    private final CheckoutViews views;

    PaymentController(Merchants merchants, MerchantPayments payments, CheckoutViews views) {
        this.merchants = merchants;
        this.payments = payments;
        this.views = views;
    }

    /// By what the payer pays. The schema nests it, the guide's example has it beside the order's id.
    @Schema(name = "SubmitPaymentDetail")
    record Detail(
            @Schema(
                    example = "NET_BANKING",
                    description = "NET_BANKING, UPI, CREDIT_CARD, DEBIT_CARD, PREPAID_CARD, PAY_LATER, WALLET or"
                            + " CORPORATE_CARD")
            @Nullable
            String paymentMode,

            @Schema(example = "John Doe", description = "of a card") @Nullable
            String cardHolderName,

            @Schema(description = "of a card, plain or in base64") @Nullable
            String cardNumber,

            @Schema(description = "of a card; plain or in base64; kept nowhere") @Nullable
            String cvv,

            @Schema(description = "of a card, MM/YY, plain or in base64") @Nullable
            String expiry,

            @Schema(example = "HDFC", description = "of a bank or a wallet") @Nullable
            String bankCode,

            @Schema(description = "of a payment that is paid later, as the list of them names it") @Nullable
            String bnplPaymentOptionId,

            @Schema(description = "of a payment by UPI; without it there is a link and a code to pay by") @Nullable
            String vpa,

            @Schema(description = "the one account that may pay by UPI: 9 to 36 letters and digits") @Nullable
            String accountNumber,

            @Schema(description = "of that account, such as KKBK0000432") @Nullable
            String ifsc,

            @Schema(description = "whether the card is kept for the payer, as a token") @Nullable
            Boolean saveCard,

            @Schema(description = "of a card that was kept, in the place of its number") @Nullable
            String paymentToken) {

        private static final Detail NOTHING =
                new Detail(null, null, null, null, null, null, null, null, null, null, null, null);

        private SentPayment sent() {
            return new SentPayment(
                    Form.PLAIN,
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

        private @Nullable BankAccount account() {
            if (accountNumber == null && ifsc == null) {
                return null;
            }
            String number = Fields.text("accountNumber", accountNumber, LONGEST_ACCOUNT);
            String branch = Fields.text("ifsc", ifsc, LONGEST_ACCOUNT);
            if (!ACCOUNT.matcher(number).matches()) {
                throw Fields.invalid("accountNumber", "must be 9 to 36 letters and digits");
            }
            if (!IFSC.matcher(branch).matches()) {
                throw Fields.invalid("ifsc", "must be an IFSC such as KKBK0000432");
            }
            return new BankAccount(number, branch);
        }

        @Override
        public String toString() {
            return "how a payer pays";
        }
    }

    /// A payment to begin.
    @Schema(name = "SubmitPaymentRequest")
    record SubmitRequest(
            @Schema(
                    example = "ORD1784195236818VZuxB",
                    description = "as Create Order answered it",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String orderId,

            @Nullable Detail paymentDetail,
            @Schema(hidden = true) @Nullable String paymentMode,
            @Schema(hidden = true) @Nullable String cardHolderName,
            @Schema(hidden = true) @Nullable String cardNumber,
            @Schema(hidden = true) @Nullable String cvv,
            @Schema(hidden = true) @Nullable String expiry,
            @Schema(hidden = true) @Nullable String bankCode,
            @Schema(hidden = true) @Nullable String bnplPaymentOptionId,
            @Schema(hidden = true) @Nullable String vpa,
            @Schema(hidden = true) @Nullable String accountNumber,
            @Schema(hidden = true) @Nullable String ifsc,
            @Schema(hidden = true) @Nullable Boolean saveCard,
            @Schema(hidden = true) @Nullable String paymentToken) {
        SubmitRequest {
            Fields.identifier("orderId", orderId, CheckoutOrder.LONGEST_MERCHANT_ID);
        }

        /// Each field from where it is: a form that mixes both says nothing twice, and nothing in vain.
        private Detail detail() {
            Detail in = paymentDetail == null ? Detail.NOTHING : paymentDetail;
            List<String> beside = new ArrayList<>();
            Detail whole = new Detail(
                    either(beside, "paymentMode", in.paymentMode, paymentMode),
                    either(beside, "cardHolderName", in.cardHolderName, cardHolderName),
                    either(beside, "cardNumber", in.cardNumber, cardNumber),
                    either(beside, "cvv", in.cvv, cvv),
                    either(beside, "expiry", in.expiry, expiry),
                    either(beside, "bankCode", in.bankCode, bankCode),
                    either(beside, "bnplPaymentOptionId", in.bnplPaymentOptionId, bnplPaymentOptionId),
                    either(beside, "vpa", in.vpa, vpa),
                    either(beside, "accountNumber", in.accountNumber, accountNumber),
                    either(beside, "ifsc", in.ifsc, ifsc),
                    either(beside, "saveCard", in.saveCard, saveCard),
                    either(beside, "paymentToken", in.paymentToken, paymentToken));
            if (!beside.isEmpty()) {
                CompatNotes.add(
                        String.join(", ", beside) + ": taken from beside orderId; the schema has it in paymentDetail");
            }
            return whole;
        }

        /// @param beside the names of what was there only
        private static <T> @Nullable T either(
                List<String> beside, String name, @Nullable T inside, @Nullable T outside) {
            if (inside != null || outside == null) {
                return inside;
            }
            beside.add(name);
            return outside;
        }

        @Override
        public String toString() {
            return "SubmitRequest[" + orderId + "]";
        }
    }

    /// What becomes of it next. What does not belong to the mode is null.
    ///
    /// @param redirectionUrl where the payer goes
    /// @param ekPayId        the same id again, by the name that polling and codes use
    /// @param upiLink        what a UPI app opens
    /// @param qrUrl          the same for whoever scans it: the text of the code
    /// @param qrCode         the code as a PNG in base64
    /// @param renderOtpPage  whether the payer is to be asked for a code, for /pay/otp/validate
    /// @param otpSentTo      where the code went, masked
    @Schema(name = "SubmitPaymentResponse")
    record SubmitResponse(
            @Schema(example = "EK1743074262175e8KIO") String transactionId,
            String ekPayId,
            String orderId,
            String uniqueTransactionId,
            PaymentState status,
            PaymentState transactionStatus,
            String transactionMessage,
            String paymentMode,
            BigDecimal amount,
            BigDecimal finalAmount,
            String currency,
            @Nullable String redirectionUrl,
            boolean renderOtpPage,
            @Nullable String otpSentTo,
            @Nullable String upiLink,
            @Nullable String qrUrl,
            @Nullable String qrCode,
            @Nullable String paymentToken) {

        private static SubmitResponse of(OrderPayment made, @Nullable UpiLink link) {
            Attempt payment = made.payment();
            NextStep next = payment.state().isOpen() ? payment.next() : new NextStep.Await();
            String scanned =
                    link == null ? null : link.in(UpiLink.Mode.DYNAMIC_QR).text();
            return new SubmitResponse(
                    payment.paymentId(),
                    payment.paymentId(),
                    made.order().orderId(),
                    made.order().merchantOrderId(),
                    payment.state(),
                    payment.state(),
                    payment.message(),
                    payment.method().mode().name(),
                    Hundredths.full(payment.charge().amount()),
                    Hundredths.full(payment.charge().finalAmount()),
                    "INR",
                    next instanceof NextStep.Visit(var page) ? page.toString() : null,
                    next instanceof NextStep.GiveOtp,
                    next instanceof NextStep.GiveOtp(String sentTo) ? sentTo : null,
                    link == null ? null : link.text(),
                    scanned,
                    scanned == null ? null : QrImage.of(scanned).base64(QR_PIXELS),
                    payment.method().paymentToken());
        }
    }

    /// A payment as it stands.
    @Schema(name = "OrderTransactionResponse")
    record TransactionResponse(
            @Schema(example = "EK1743074262175e8KIO") String transactionId,
            Instant created,
            Instant lastModified,
            BigDecimal surcharge,
            BigDecimal surchargeGst,
            BigDecimal amount,
            BigDecimal finalAmount,
            BigDecimal transactionAmount,
            BigDecimal mdr,
            BigDecimal mdrGst,
            String currency,
            String paymentMode,
            @Nullable String bankCode,
            @Nullable String bankName,
            CardKind.@Nullable Scheme cardScheme,
            PaymentState status,
            PaymentState transactionStatus,
            String txnMsg,
            Instant txnDate,
            String uniqueTransactionId,
            @Nullable String maskedCardNumber,
            @Nullable String cardHolderName,
            @Nullable String paymentToken,
            @Nullable String vpa,
            @Nullable String bankTransactionId,
            @Nullable String errorCode,
            String orderId,
            String orderStatus,
            boolean late,
            BigDecimal refundedAmount,

            @Schema(description = "what came where another amount came; it pays nothing and goes back by itself")
            @Nullable
            BigDecimal receivedAmount) {

        static TransactionResponse of(OrderPayment known) {
            Attempt payment = known.payment();
            Attempt.Charge charge = payment.charge();
            Attempt.Method method = payment.method();
            return new TransactionResponse(
                    payment.paymentId(),
                    payment.createdAt(),
                    payment.modifiedAt(),
                    Hundredths.full(charge.surcharge()),
                    Hundredths.full(charge.surchargeGst()),
                    Hundredths.full(charge.amount()),
                    Hundredths.full(charge.finalAmount()),
                    Hundredths.full(charge.finalAmount()),
                    Hundredths.full(charge.mdr()),
                    Hundredths.full(charge.mdrGst()),
                    "INR",
                    method.mode().name(),
                    method.bankCode(),
                    method.bankName(),
                    method.scheme(),
                    payment.state(),
                    payment.state(),
                    payment.message(),
                    payment.modifiedAt(),
                    known.order().merchantOrderId(),
                    method.maskedNumber(),
                    method.holder(),
                    method.paymentToken(),
                    method.vpa(),
                    payment.bankReference(),
                    payment.code(),
                    known.order().orderId(),
                    known.order().state().name(),
                    payment.late(),
                    Hundredths.full(payment.refunded()),
                    charge.received() == null ? null : Hundredths.full(charge.received()));
        }
    }

    @PostMapping(
            path = "/api/v0/payment/submit",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @SecretInput
    @Operation(
            summary = "Submit Payment Request",
            description = "Begins a payment of an order. The payer may have to visit redirectionUrl, to give a code, "
                    + "or to approve in an app; UPI without a VPA answers a link and a code to pay by. The fields of "
                    + "paymentDetail are taken from beside orderId too. A payment that is declined at once is told by "
                    + "its status."
                    + " Also known as Submit Payment Detail.")
    SubmitResponse submit(
            Caller caller,
            @RequestHeader(name = ACCESS_KEY, required = false) @Nullable String merchantAccessKey,
            @RequestBody SubmitRequest request) {
        CompanyKey company = merchants.of(caller, merchantAccessKey).key();
        String orderId = Fields.identifier("orderId", request.orderId(), CheckoutOrder.LONGEST_MERCHANT_ID);
        Detail detail = request.detail();
        SentPayment sent = detail.sent();
        if (sent.isLink()) {
            OrderPayment opened = payments.link(company, orderId, detail.account());
            boolean open = opened.payment().state().isOpen();
            return SubmitResponse.of(opened, open ? views.link(company, opened) : null);
        }
        return SubmitResponse.of(
                payments.submit(company, orderId, sent.choice(), caller.actor(), detail.account()), null);
    }

    @GetMapping(path = "/api/v0/payment/{transactionId}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Get Transaction Status", description = "A payment as it stands.")
    TransactionResponse status(
            Caller caller,
            @RequestHeader(name = ACCESS_KEY, required = false) @Nullable String merchantAccessKey,
            @Parameter(example = "EK1743074262175e8KIO") @PathVariable String transactionId) {
        CompanyKey company = merchants.of(caller, merchantAccessKey).key();
        return TransactionResponse.of(
                payments.find(company, Fields.identifier("transactionId", transactionId, LONGEST_ID)));
    }
}
