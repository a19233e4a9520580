package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.Checkout.Payment;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.PaymentState;
import io.kosh.kernel.Fields;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.SecretInput;
import io.kosh.rails.CardKind;
import io.kosh.rails.UpiLink;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// What the hosted page asks for while somebody looks at it, where JavaScript is on: how the order stands, whose a VPA
/// is, what a card is.
@RestController
@Hidden
@RouteFamily(value = Envelope.NATIVE, access = Access.PUBLIC)
final class HostedLookController {
    private final Checkout checkout;
    private final CheckoutStreams streams;
    private final JsonMapper json;

    HostedLookController(Checkout checkout, CheckoutStreams streams, JsonMapper json) {
        this.checkout = checkout;
        this.streams = streams;
        this.json = json;
    }

    /// @param payment how the payment stands that the page shows; null where it shows none
    record Stand(
            OrderState order,
            boolean attemptsLeft,
            @Nullable PaymentState payment) {}

    @GetMapping("/v1/pay/{orderId}/state")
    Stand state(@PathVariable String orderId, @RequestParam(required = false) @Nullable String payment) {
        if (payment == null || payment.isEmpty()) {
            CheckoutOrder order = checkout.find(orderId);
            return new Stand(order.state(), order.attemptsLeft(), null);
        }
        Payment shown = checkout.payment(payment);
        if (!shown.order().orderId().equals(orderId)) {
            throw Fields.invalid("payment", "is none of this order");
        }
        return new Stand(shown.order().state(), shown.order().attemptsLeft(), shown.state());
    }

    /// [#state], now and after each change.
    @GetMapping("/v1/pay/{orderId}/events")
    void events(
            @PathVariable String orderId,
            @RequestParam(required = false) @Nullable String payment,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        state(orderId, payment);
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        ServletOutputStream out = response.getOutputStream();
        if (!streams.enter(orderId)) {
            // A browser does not come back after 204: the page asks by itself then.
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        response.setContentType("text/event-stream");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader("X-Accel-Buffering", "no");
        streams.follow(orderId, () -> json.writeValueAsString(state(orderId, payment)), text -> {
            out.write(text);
            out.flush();
        });
    }

    /// @param name whose it is; null where there is none such
    record Vpa(@Nullable String name) {}

    @PostMapping("/v1/pay/{orderId}/vpa")
    @SecretInput
    Vpa vpa(@PathVariable String orderId, @RequestParam(defaultValue = "") String vpa) {
        CheckoutOrder order = checkout.find(orderId);
        boolean asked = order.state().isPayable()
                && order.attemptsLeft()
                && order.options().upiCollect();
        if (!asked || !UpiLink.isVpa(vpa.strip())) {
            return new Vpa(null);
        }
        return new Vpa(checkout.payerName(order.accessKey(), order.merchantOrderId(), vpa.strip()));
    }

    /// @param taken whether this order can be paid with it
    record Card(CardKind.Scheme scheme, CardKind.Type type, String bank, boolean taken, Charged charge) {}

    /// Amounts as the page shows them.
    record Charged(boolean more, String surcharge, String gst, String total) {
        static Charged of(PayerCharge charge) {
            return new Charged(charge.isMore(), charge.surchargeText(), charge.gstText(), charge.totalText());
        }
    }

    /// @param digits the first 6 to 8 of the number: more of it is not asked for
    @PostMapping("/v1/pay/{orderId}/card")
    @SecretInput
    @Nullable
    Card card(@PathVariable String orderId, @RequestParam(defaultValue = "") String digits) {
        if (!digits.matches("[0-9]{6,8}")) {
            throw Fields.invalid("digits", "must be the first 6 to 8 digits of a card");
        }
        CheckoutOrder order = checkout.find(orderId);
        CardKind kind = checkout.kindOf(digits);
        if (kind == null) {
            return null;
        }
        PaymentMode mode = PaymentMode.of(kind.type());
        return new Card(
                kind.scheme(),
                kind.type(),
                kind.bank(),
                CheckoutView.Ways.takes(order, mode, kind.scheme()),
                Charged.of(PayerCharge.of(order, mode, kind.scheme().name())));
    }
}
