package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.Checkout.Payment;
import io.kosh.gateway.Checkout.Poll;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.PaymentState;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Browser;
import io.kosh.platform.CompatNotes;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.rails.QrImage;
import io.kosh.rails.UpiLink;
import io.kosh.rails.UpiLink.App;
import io.kosh.rails.UpiLink.Mode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Paying by a UPI app: codes to scan, links that open one, and how a payment stands.
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(value = Envelope.GATEWAY, access = Access.PUBLIC)
@Tag(name = "Checkout")
final class CheckoutUpiController {
    private static final int LONGEST_ID = 64;
    private static final int QR_PIXELS = 400;
    private static final String BY_QR = "qr";
    private static final Set<String> APPS = Set.of("gpay", "phonepe", "paytm", "upi");

    private final Checkout checkout;
    private final Browser browser;
    private final PayOnce once;

    CheckoutUpiController(Checkout checkout, Browser browser, PayOnce once) {
        this.checkout = checkout;
        this.browser = browser;
        this.once = once;
    }

    /// A code to scan.
    @Schema(name = "UpiQrCode")
    record QrResponse(
            @Schema(description = "a PNG in base64, without data:")
            String qrCode,

            @Schema(example = "EK1743074262175e8KIO", description = "to ask how the payment stands")
            String ekPayId,

            @Schema(example = "upi://pay?pa=shop@kosh&pn=Shop&tr=EK1743074262175e8KIO&am=100.00&cu=INR&mode=15")
            String qrUrl) {}

    /// Links that open apps.
    @Schema(name = "UpiLinks")
    record LinksResponse(
            @Schema(example = "EK1743074262175e8KIO") String transactionId,
            @Nullable String gpay,
            @Nullable String phonepe,
            @Nullable String paytm,
            String upi) {
        static LinksResponse of(Payment payment) {
            String plain = linkOf(payment);
            UpiLink link = UpiLink.read(plain);
            return link == null
                    ? new LinksResponse(payment.id(), null, null, null, plain)
                    : of(payment.id(), link.in(Mode.INTENT));
        }

        private static LinksResponse of(String id, UpiLink link) {
            return new LinksResponse(
                    id, link.text(App.GOOGLE_PAY), link.text(App.PHONE_PE), link.text(App.PAYTM), link.text());
        }
    }

    /// How a payment by UPI stands.
    ///
    /// @param orderId `ORD...`
    @Schema(name = "UpiStatusResponse")
    record StatusResponse(
            PollStatus status,
            String transactionMessage,
            @Schema(example = "ORD1784195236818VZuxB") String orderId) {}

    /// The documented words of the poll.
    enum PollStatus {
        SUCCESS,
        FAILED,
        PROCESS;

        static PollStatus of(Poll poll) {
            PaymentState payment = poll.payment();
            boolean open = payment == null ? poll.order().isPayable() : payment.isOpen();
            return poll.paid() ? SUCCESS : open ? PROCESS : FAILED;
        }
    }

    /// An app was chosen.
    @Schema(name = "IntentTransactionRequest")
    record IntentRequest(
            @Schema(
                    example = "EK1743074262175e8KIO",
                    description = "from the intent links",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String transactionId,

            @Schema(example = "UPI", description = "absent: UPI") @Nullable
            PaymentMode paymentMode,

            @Schema(
                    example = "gpay",
                    description = "gpay, phonepe, paytm, or upi for any",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String bankCode) {
        IntentRequest {
            Fields.identifier("transactionId", transactionId, LONGEST_ID);
            if (paymentMode != null && paymentMode != PaymentMode.UPI) {
                throw Fields.invalid("paymentMode", "must be UPI");
            }
            app(bankCode);
        }

        String app() {
            return app(bankCode);
        }

        private static String app(@Nullable String bankCode) {
            String app = Fields.text("bankCode", bankCode, LONGEST_ID).toLowerCase(Locale.ROOT);
            if (!APPS.contains(app)) {
                throw Fields.invalid("bankCode", "must be gpay, phonepe, paytm or upi");
            }
            return app;
        }
    }

    /// The payment that begins.
    @Schema(name = "IntentTransaction")
    record IntentResponse(
            @Schema(example = "EK1743074262175e8KIO") String transactionId) {}

    private CheckoutOrder order(String id) {
        CheckoutOrder order = checkout.find(id);
        browser.holdTo(order.merchant().origins());
        return order;
    }

    @GetMapping("/pay/checkout/qrcode/{orderId}")
    @Operation(
            summary = "Get Dynamic UPI QR",
            description = "Begins a payment and answers its code. Asked again, it is the same one while it can be paid."
                    + " Also known as Get Dynamic QR Code.")
    QrResponse qrCode(
            @Parameter(example = "ORD1784195236818VZuxB", description = "or the checkout transaction") @PathVariable
                    String orderId) {
        String id = order(Fields.identifier("orderId", orderId, LONGEST_ID)).orderId();
        Payment payment = once.inTurn(id, () -> toScan(id));
        String scanned = PayerApp.scanned(linkOf(payment));
        return new QrResponse(QrImage.of(scanned).base64(QR_PIXELS), payment.id(), scanned);
    }

    private Payment toScan(String orderId) {
        String last = checkout.find(orderId).lastPayment();
        Payment latest = last == null ? null : checkout.payment(last);
        return latest != null && latest.state().isOpen() && latest.upiLink() != null
                ? latest
                : checkout.openLink(checkout.readyLink(orderId).id(), BY_QR);
    }

    private static String linkOf(Payment payment) {
        String link = payment.upiLink();
        if (link == null) {
            throw Refusal.of(CheckoutError.CHECKOUT_LINK_ENDED, payment.message());
        }
        return link;
    }

    @GetMapping("/pay/checkout/upi-detail/{orderId}")
    @Operation(
            summary = "UPI Intent Links",
            description = "Links that open the payer's app. Nothing begins until an app is chosen."
                    + " Also known as Upi Intent Link Detail.")
    LinksResponse links(
            @Parameter(example = "ORD1784195236818VZuxB", description = "or the checkout transaction") @PathVariable
                    String orderId) {
        CheckoutOrder order = order(Fields.identifier("orderId", orderId, LONGEST_ID));
        return LinksResponse.of(checkout.readyLink(order.orderId()));
    }

    @PostMapping(path = "/pay/charge/intent-transaction", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Start UPI intent transaction",
            description = "The payer chose an app: from now on the payment can be made by its link.")
    IntentResponse open(@RequestBody IntentRequest body) {
        String id = Fields.identifier("transactionId", body.transactionId(), LONGEST_ID);
        CheckoutOrder order = order(id);
        String payment = id;
        if (isOf(order, id)) {
            CompatNotes.add("transactionId: the order's was taken for that of its intent links");
            payment = checkout.readyLink(id).id();
        }
        return new IntentResponse(checkout.openLink(payment, body.app()).id());
    }

    private static boolean isOf(CheckoutOrder order, String id) {
        return id.equals(order.orderId()) || id.equals(order.checkoutId());
    }

    @GetMapping("/pay/checkout/status/upi/{transactionId}")
    @Operation(
            summary = "Get UPI Transaction Status",
            description = "How a payment stands, or an order's last one where its id is sent. PROCESS: ask again.")
    StatusResponse status(@Parameter(example = "EK1743074262175e8KIO") @PathVariable String transactionId) {
        Poll poll = checkout.poll(Fields.identifier("transactionId", transactionId, LONGEST_ID));
        browser.holdTo(poll.origins());
        return new StatusResponse(PollStatus.of(poll), poll.message(), poll.orderId());
    }
}
