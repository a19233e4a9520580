package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.Checkout.Coded;
import io.kosh.gateway.Checkout.Payment;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.internal.checkout.PayForm.Problem;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.Browser;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.rails.QrImage;
import io.kosh.rails.RailAnswer.NextStep;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;

/// The page of one payment: what the payer does next, how it stands, how it failed.
@Controller
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class HostedPaymentController extends PayerPageController {
    private static final int UNPROCESSABLE = 422;
    private static final Pattern OTP = Pattern.compile("[0-9]{4,8}");

    HostedPaymentController(Checkout checkout, Browser browser) {
        super(checkout, browser);
    }

    /// Where a bank's page sends the browser, with or without a form of its own. What it says is not looked at: only
    /// the rail says how a payment ended.
    ///
    /// @param popup whether this is the bank's window, in which nobody wants to stay
    @RequestMapping(
            path = "/v1/pay/{orderId}/return",
            method = {RequestMethod.GET, RequestMethod.POST})
    String back(
            @PathVariable String orderId,
            @RequestParam String transactionId,
            @RequestParam(defaultValue = "false") boolean popup,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Payment payment = payment(orderId, transactionId);
        if (popup) {
            frame(payment.order(), request, response, model);
            return "checkout-popup";
        }
        return to(pages(payment.order(), request), payment, false);
    }

    /// @param go  whether the payment has just begun
    /// @param app as it was chosen
    @GetMapping("/v1/pay/{orderId}/payments/{paymentId}")
    String payment(
            @PathVariable String orderId,
            @PathVariable String paymentId,
            @RequestParam(required = false) @Nullable String go,
            @RequestParam(required = false) @Nullable String app,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Payment payment = payment(orderId, paymentId);
        CheckoutOrder order = payment.order();
        if (payment.paysItsOrder()) {
            return to(pages(order, request));
        }
        PayerPages pages = frame(order, request, response, model);
        // In a frame nothing goes on by itself: banks are in no frame of others.
        if (go != null
                && pages.parent() == null
                && payment.state().isOpen()
                && payment.next() instanceof NextStep.Visit(var page)) {
            model.addAttribute("go", page.toString());
        }
        String link = payment.upiLink();
        if (link != null && payment.state().isOpen()) {
            model.addAttribute("qr", QrImage.of(PayerApp.scanned(link)).svg());
            model.addAttribute("apps", PayerApp.opening(link, app));
            if (app != null && PayerApp.CHOICES.contains(app)) {
                model.addAttribute("kept", Map.of("app", app));
            }
        }
        return paymentPage(pages, payment, null, null, model);
    }

    private static String paymentPage(
            PayerPages pages, Payment payment, @Nullable Problem problem, @Nullable Integer tries, Model model) {
        model.addAttribute("here", pages.payment(payment));
        model.addAttribute("payment", payment);
        model.addAttribute("seconds", payment.order().upiPatience().toSeconds());
        model.addAttribute("total", PayerCharge.text(payment.finalAmountMinor()));
        Long received = payment.receivedMinor();
        model.addAttribute("received", received == null ? null : PayerCharge.text(received));
        model.addAttribute("problem", problem);
        model.addAttribute("tries", tries);
        model.addAttribute("step", step(payment));
        model.addAttribute("way", way(payment));
        model.addAttribute(
                "again", payment.order().state().isPayable() && payment.order().attemptsLeft());
        model.addAttribute("visit", payment.next() instanceof NextStep.Visit(var page) ? page.toString() : null);
        model.addAttribute("sentTo", payment.next() instanceof NextStep.GiveOtp(var sentTo) ? sentTo : null);
        return "checkout-payment";
    }

    /// What stands on the page.
    private static String step(Payment payment) {
        if (payment.receivedMinor() != null) {
            return "other";
        }
        if (!payment.state().isOpen()) {
            return payment.state().isPaid() ? "paid" : "lost";
        }
        return switch (payment.next()) {
            case NextStep.Visit _ -> "visit";
            case NextStep.GiveOtp _ -> "otp";
            case NextStep.Await _ ->
                switch (payment.mode()) {
                    case UPI -> payment.upiLink() == null ? "collect" : "link";
                    case NET_BANKING, CREDIT_CARD, DEBIT_CARD, PREPAID_CARD, CORPORATE_CARD, PAY_LATER, WALLET ->
                        "await";
                };
        };
    }

    /// The way to pay that is open when the payer tries again.
    private static String way(Payment payment) {
        return switch (payment.mode()) {
            case UPI -> "upi";
            case CREDIT_CARD, DEBIT_CARD, PREPAID_CARD, CORPORATE_CARD -> "card";
            case NET_BANKING -> "bank";
            case WALLET -> "wallet";
            case PAY_LATER -> "later";
        };
    }

    @PostMapping("/v1/pay/{orderId}/payments/{paymentId}/otp")
    String otp(
            @PathVariable String orderId,
            @PathVariable String paymentId,
            @RequestParam(defaultValue = "") String otp,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Payment payment = payment(orderId, paymentId);
        String digits = otp.replace(" ", "");
        if (!OTP.matcher(digits).matches()) {
            return wrong(payment, problem("otp.digits"), null, request, response, model);
        }
        Problem problem;
        Integer tries = null;
        try {
            switch (checkout.giveOtp(paymentId, new Secret<>(digits))) {
                case Coded.Taken(Payment taken) -> {
                    return to(pages(taken.order(), request), taken, true);
                }
                case Coded.Wrong(int left) -> {
                    problem = problem("OTP_WRONG");
                    tries = left;
                }
            }
        } catch (Refusal refusal) {
            problem = problem(refusal.code().name());
        }
        return wrong(payment(orderId, paymentId), problem, tries, request, response, model);
    }

    private static Problem problem(String text) {
        return new Problem("otp", "otp", text);
    }

    @PostMapping("/v1/pay/{orderId}/payments/{paymentId}/resend")
    String resend(
            @PathVariable String orderId,
            @PathVariable String paymentId,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Payment payment = payment(orderId, paymentId);
        try {
            checkout.resendOtp(paymentId);
        } catch (Refusal refusal) {
            Problem problem = problem(refusal.code().name());
            return wrong(payment(orderId, paymentId), problem, null, request, response, model);
        }
        return to(pages(payment.order(), request), payment, false);
    }

    /// The code's field with what was wrong; how the payment ended where it did.
    private String wrong(
            Payment payment,
            Problem problem,
            @Nullable Integer tries,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (!payment.state().isOpen()) {
            return to(pages(payment.order(), request), payment, false);
        }
        PayerPages pages = frame(payment.order(), request, response, model);
        response.setStatus(UNPROCESSABLE);
        return paymentPage(pages, payment, problem, tries, model);
    }

    /// The payer's time is over, or the payer chooses another way to pay.
    @PostMapping("/v1/pay/{orderId}/payments/{paymentId}/end")
    String end(
            @PathVariable String orderId,
            @PathVariable String paymentId,
            @RequestParam(defaultValue = "") String why,
            HttpServletRequest request) {
        Payment payment = payment(orderId, paymentId);
        PayerPages pages = pages(payment.order(), request);
        if (!payment.state().isOpen()) {
            return to(pages, payment, false);
        }
        if (why.equals("timeout")) {
            return to(pages, checkout.expire(paymentId, null), false);
        }
        checkout.cancel(paymentId, null);
        return to(pages);
    }
}
