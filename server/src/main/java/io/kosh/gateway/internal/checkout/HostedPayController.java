package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.Checkout.Payment;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.internal.checkout.PayForm.Problem;
import io.kosh.gateway.internal.checkout.PayForm.Read;
import io.kosh.kernel.ErrorCode;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Browser;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Begins to pay with what a payer chose on the page. A form that is wrong comes back with the sentence beside the
/// field; what was typed of a card is in no answer.
@Controller
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class HostedPayController extends PayerPageController {
    private static final int UNPROCESSABLE = 422;

    private final PayOnce once;

    HostedPayController(Checkout checkout, Browser browser, PayOnce once) {
        super(checkout, browser);
        this.once = once;
    }

    @PostMapping("/v1/pay/{orderId}/pay")
    String pay(@PathVariable String orderId, HttpServletRequest request, HttpServletResponse response, Model model) {
        CheckoutOrder order = checkout.find(orderId);
        if (!isPayable(order)) {
            return to(pages(order, request));
        }
        Map<String, String> given = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> given.put(name, values[0]));
        return switch (new PayForm(checkout, order, given).read()) {
            case Read.Bad(Problem problem) -> wrong(order, problem, request, response, model);
            case Read.Good(var choice) -> {
                boolean framed = pages(order, request).parent() != null;
                yield begun(
                        order,
                        given.getOrDefault("way", ""),
                        () -> checkout.start(order.orderId(), choice, framed),
                        request,
                        response,
                        model);
            }
        };
    }

    /// By link or QR code.
    @PostMapping("/v1/pay/{orderId}/upi")
    String upi(
            @PathVariable String orderId,
            @RequestParam(defaultValue = "qr") String app,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        CheckoutOrder order = checkout.find(orderId);
        if (!isPayable(order) || !PayerApp.CHOICES.contains(app)) {
            return to(pages(order, request));
        }
        return begun(
                order,
                "upi",
                () -> checkout.openLink(checkout.readyLink(order.orderId()).id(), app),
                request,
                response,
                model);
    }

    private static boolean isPayable(CheckoutOrder order) {
        return order.state().isPayable()
                && order.attemptsLeft()
                && order.payer().isReachable();
    }

    private String begun(
            CheckoutOrder order,
            String way,
            Supplier<Payment> start,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        String seen = request.getParameter("seen");
        try {
            Payment payment = once.begin(order.orderId(), seen == null ? "" : seen, start);
            String app = request.getParameter("app");
            return app == null ? to(pages(order, request), payment, true) : to(pages(order, request), payment, app);
        } catch (Refusal refusal) {
            CheckoutOrder now = checkout.find(order.orderId());
            if (!isPayable(now)) {
                return to(pages(now, request));
            }
            frame(now, request, response, model);
            response.setStatus(
                    refusal.code().kind() == ErrorCode.Kind.UNAVAILABLE
                            ? refusal.code().kind().status()
                            : UNPROCESSABLE);
            return orderPage(now, new Problem(way, way, refusal.code().name()), response, model);
        }
    }

    private String wrong(
            CheckoutOrder order,
            Problem problem,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        frame(order, request, response, model);
        response.setStatus(UNPROCESSABLE);
        String vpa = request.getParameter("vpa");
        model.addAttribute("vpa", vpa == null || vpa.length() > 100 ? "" : vpa);
        return orderPage(order, problem, response, model);
    }
}
