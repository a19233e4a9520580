package io.kosh.gateway.internal.checkout;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kosh.gateway.Checkout;
import io.kosh.gateway.Checkout.Payment;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentState;
import io.kosh.kernel.Fields;
import io.kosh.platform.Browser;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// How a checkout client lets go: of a payment whose time is over, of one that the payer gave up, of the order.
@RestController
@RequestMapping(
        path = "/pay/charge",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(value = Envelope.GATEWAY, access = Access.PUBLIC)
@Tag(name = "Checkout")
final class ChargeEndController {
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_REMARK = 200;

    private final Checkout checkout;
    private final Browser browser;

    ChargeEndController(Checkout checkout, Browser browser) {
        this.checkout = checkout;
        this.browser = browser;
    }

    /// A payment to let go.
    @Schema(name = "ChargeEndRequest")
    record EndRequest(
            @Schema(example = "EK1743074262175e8KIO", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("ekPayId")
            String transactionId,

            @Schema(example = "timeout") @Nullable @JsonAlias("reason")
            String remark) {
        EndRequest {
            Fields.identifier("transactionId", transactionId, LONGEST_ID);
            note(remark);
        }
    }

    /// An order to let go.
    @Schema(name = "ChargeOrderCancelRequest")
    record CancelRequest(
            @Schema(
                    example = "EK1743074262175e8KIO",
                    description = "the order's checkout transaction",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("orderId")
            String transactionId,

            @Schema(example = "customer_cancelled") @Nullable @JsonAlias("remark")
            String reason) {
        CancelRequest {
            Fields.identifier("transactionId", transactionId, LONGEST_ID);
            note(reason);
        }
    }

    private static @Nullable String note(@Nullable String given) {
        return given == null || given.isBlank() ? null : Fields.text("remark", given, LONGEST_REMARK);
    }

    /// How it stands now.
    @Schema(name = "ChargeEnd")
    record EndResponse(
            @Schema(example = "EK1743074262175e8KIO") String transactionId,
            PaymentState transactionStatus,
            String transactionMessage,
            @Schema(example = "ORD1784195236818VZuxB") String orderId,
            OrderState orderStatus,
            boolean paymentAttemptLeft) {
        static EndResponse of(Payment payment) {
            CheckoutOrder order = payment.order();
            return new EndResponse(
                    payment.id(),
                    payment.state(),
                    payment.message(),
                    order.orderId(),
                    order.state(),
                    order.attemptsLeft());
        }
    }

    /// How the order stands now.
    @Schema(name = "ChargeOrderCancel")
    record CancelResponse(
            @Schema(example = "EK1743074262175e8KIO") String transactionId,
            @Schema(example = "ORD1784195236818VZuxB") String orderId,
            OrderState orderStatus) {}

    @PatchMapping("/expire")
    @Operation(
            summary = "Expire a UPI attempt",
            description = "The payer's time is over. What the bank says later still counts.")
    EndResponse expire(@RequestBody EndRequest body) {
        return end(body, checkout::expire);
    }

    @PatchMapping("/cancel")
    @Operation(
            summary = "Cancel an attempt",
            description =
                    "The payer gave one payment up, and may try another way. What the bank says later still counts.")
    EndResponse cancel(@RequestBody EndRequest body) {
        return end(body, checkout::cancel);
    }

    private EndResponse end(EndRequest body, BiFunction<String, @Nullable String, Payment> how) {
        String id = Fields.identifier("transactionId", body.transactionId(), LONGEST_ID);
        browser.holdTo(checkout.payment(id).order().merchant().origins());
        return EndResponse.of(how.apply(id, note(body.remark())));
    }

    @PatchMapping("/order/cancel")
    @Operation(summary = "Cancel an order from the checkout", description = "The payer gave the order up.")
    CancelResponse cancelOrder(@RequestBody CancelRequest body) {
        CheckoutOrder order = checkout.find(Fields.identifier("transactionId", body.transactionId(), LONGEST_ID));
        browser.holdTo(order.merchant().origins());
        CheckoutOrder ended = checkout.cancelOrder(order.orderId(), note(body.reason()));
        return new CancelResponse(ended.checkoutId(), ended.orderId(), ended.state());
    }
}
