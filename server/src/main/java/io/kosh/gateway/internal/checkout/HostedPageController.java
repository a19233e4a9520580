package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.Checkout.Contact;
import io.kosh.gateway.Checkout.Payment;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.internal.checkout.PayForm.Problem;
import io.kosh.kernel.ErrorCode;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Browser;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The page where an order is paid: how to reach the payer, the ways to pay, giving the order up, and how it ended.
/// Whoever has the order's id may do all of that, so that its forms carry no token against others' pages.
@Controller
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class HostedPageController extends PayerPageController {
    private static final Pattern MOBILE = Pattern.compile("[6-9][0-9]{9}");
    private static final Pattern EMAIL = Pattern.compile("[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\\.[a-zA-Z]{2,24}");
    private static final int LONGEST_EMAIL = 100;
    private static final int UNPROCESSABLE = 422;
    private static final Set<String> WAYS = Set.of("upi", "card", "bank", "wallet", "later");

    HostedPageController(Checkout checkout, Browser browser) {
        super(checkout, browser);
    }

    /// @param contact whether the payer wants to be reached otherwise
    /// @param way     to pay that is open at first, for a payer who tries again
    @GetMapping("/v1/pay/{orderId}")
    String order(
            @PathVariable String orderId,
            @RequestParam(required = false) @Nullable String contact,
            @RequestParam(required = false) @Nullable String way,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        CheckoutOrder order = checkout.render(orderId);
        PayerPages pages = frame(order, request, response, model);
        boolean payable = order.state().isPayable() && order.attemptsLeft();
        Payment under = payable ? null : underWay(order);
        if (under != null && order.state().isPayable()) {
            // The last attempt may still succeed.
            return to(pages, under, false);
        }
        if (payable && (contact != null || !order.payer().isReachable())) {
            var payer = order.payer();
            return contactPage(order, new Contacted(Objects.requireNonNullElse(payer.mobile(), ""), ""), null, model);
        }
        String page = orderPage(order, null, response, model);
        if (way != null && WAYS.contains(way)) {
            model.addAttribute("open", way);
        }
        return page;
    }

    @PostMapping("/v1/pay/{orderId}/contact")
    String contact(
            @PathVariable String orderId,
            @RequestParam(defaultValue = "") String mobile,
            @RequestParam(defaultValue = "") String email,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        CheckoutOrder order = checkout.find(orderId);
        if (!order.state().isPayable()) {
            return to(pages(order, request));
        }
        String digits = mobile.replaceAll("[ -]", "").replaceFirst("^(\\+91|0)", "");
        String address = email.strip();
        Problem problem = null;
        if (!MOBILE.matcher(digits).matches()) {
            problem = new Problem("contact", "mobile", "mobile");
        } else if (!address.isEmpty()
                && (address.length() > LONGEST_EMAIL || !EMAIL.matcher(address).matches())) {
            problem = new Problem("contact", "email", "email");
        }
        if (problem == null) {
            // What was given before is not shown, so an empty field takes nothing away.
            Contact contact =
                    new Contact(digits, address.isEmpty() ? order.payer().email() : address);
            return to(pages(checkout.saveContact(order.orderId(), order.accessKey(), contact), request));
        }
        frame(order, request, response, model);
        response.setStatus(UNPROCESSABLE);
        return contactPage(order, new Contacted(cut(mobile), cut(email)), problem, model);
    }

    private static String cut(String given) {
        return given.length() > LONGEST_EMAIL ? "" : given;
    }

    @PostMapping("/v1/pay/{orderId}/cancel")
    String cancel(@PathVariable String orderId, HttpServletRequest request) {
        CheckoutOrder order = checkout.find(orderId);
        if (order.state().isPayable()) {
            try {
                checkout.cancelOrder(order.orderId(), "customer_cancelled");
            } catch (Refusal refusal) {
                // It was paid, or ended, in this moment: the page shows how.
                if (refusal.code().kind() != ErrorCode.Kind.DECLINED) {
                    throw refusal;
                }
            }
        }
        return to(pages(order, request));
    }
}
