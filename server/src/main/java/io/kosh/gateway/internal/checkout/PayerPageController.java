package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.Checkout.Payment;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.internal.checkout.CheckoutView.Ways;
import io.kosh.gateway.internal.checkout.PayForm.Problem;
import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Browser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/// What the pages of an order have in common: the merchant's name and colour, their addresses, who may frame them, and
/// which page shows an order as it stands.
abstract class PayerPageController {
    private static final String POLICY = "Content-Security-Policy";

    final Checkout checkout;

    private final Browser browser;

    PayerPageController(Checkout checkout, Browser browser) {
        this.checkout = checkout;
        this.browser = browser;
    }

    /// Lays the frame of a page.
    PayerPages frame(CheckoutOrder order, HttpServletRequest request, HttpServletResponse response, Model model) {
        PayerPages pages = pages(order, request);
        CheckoutView view = CheckoutView.of(order);
        model.addAttribute("order", view);
        model.addAttribute("pages", pages);
        model.addAttribute("here", pages.order());
        model.addAttribute("kept", Map.of());
        model.addAttribute("go", null);
        String parent = pages.parent();
        policy(response, "style-src 'self'", "style-src 'self' 'nonce-" + request.getAttribute("nonce") + "'");
        if (parent != null) {
            browser.letFrame(Set.of(parent));
        }
        return pages;
    }

    static PayerPages pages(CheckoutOrder order, HttpServletRequest request) {
        return PayerPages.of(
                order,
                request.getParameter("embedded"),
                request.getParameter("parentOrigin"),
                request.getParameter("lang"));
    }

    static void policy(HttpServletResponse response, String rule, String instead) {
        String policy = response.getHeader(POLICY);
        if (policy != null) {
            response.setHeader(POLICY, policy.replace(rule, instead));
        }
    }

    /// Where a browser goes on.
    static String to(PayerPages pages) {
        return "redirect:" + pages.order() + pages.tail();
    }

    /// Where a browser goes on to see a payment.
    ///
    /// @param begun whether it has just begun, so that the browser may go on to the bank by itself
    static String to(PayerPages pages, Payment payment, boolean begun) {
        return "redirect:" + pages.payment(payment) + pages.tail(begun ? Map.of("go", "1") : Map.of());
    }

    /// Where a browser goes on to pay in an app.
    ///
    /// @param app as it was chosen
    static String to(PayerPages pages, Payment payment, String app) {
        return "redirect:" + pages.payment(payment) + pages.tail(Map.of("app", app));
    }

    /// A payment of this order.
    Payment payment(String orderId, String paymentId) {
        Payment payment = checkout.payment(paymentId);
        if (!payment.order().orderId().equals(orderId)) {
            throw Refusal.of(CommonError.ROUTE_UNKNOWN, "the order has no such transaction");
        }
        return payment;
    }

    /// The order as it stands: what can be chosen, or how it ended.
    String orderPage(CheckoutOrder order, @Nullable Problem problem, HttpServletResponse response, Model model) {
        if (!order.state().isPayable() || !order.attemptsLeft()) {
            return resultPage(order, response, model);
        }
        Ways ways = Ways.of(order);
        model.addAttribute("ways", ways);
        model.addAttribute("problem", problem);
        model.addAttribute("open", problem == null || problem.way().isEmpty() ? ways.first() : problem.way());
        model.addAttribute("under", underWay(order));
        return "checkout";
    }

    /// The payment that is under way; null for none.
    @Nullable
    Payment underWay(CheckoutOrder order) {
        String last = order.lastPayment();
        Payment payment = last == null ? null : checkout.payment(last);
        return payment != null && payment.state().isOpen() ? payment : null;
    }

    /// How an order ended, with the way back to the merchant's page.
    private String resultPage(CheckoutOrder order, HttpServletResponse response, Model model) {
        // The merchant's page may send the browser on from there, and browsers hold that to this rule, too.
        policy(response, "form-action 'self'", "form-action *");
        model.addAttribute("back", order.returnUrl());
        model.addAttribute("fields", checkout.result(order.orderId()));
        String last = order.lastPayment();
        Payment payment = last == null ? null : checkout.payment(last);
        model.addAttribute("payment", payment);
        model.addAttribute("paid", payment == null ? null : PayerCharge.text(payment.finalAmountMinor()));
        return "checkout-result";
    }

    /// The step that asks how to reach the payer.
    static String contactPage(CheckoutOrder order, Contacted given, @Nullable Problem problem, Model model) {
        model.addAttribute("given", given);
        model.addAttribute("problem", problem);
        model.addAttribute("known", order.payer().isReachable());
        return "checkout-contact";
    }

    /// What a payer typed in the step before.
    record Contacted(String mobile, String email) {}
}
