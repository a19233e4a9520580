package io.kosh.rails.connectors.acquirer;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BusinessClock;
import io.kosh.rails.PaymentRail.RailRefund;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailPayment;
import io.kosh.rails.RefundAnswer;
import io.kosh.rails.connectors.acquirer.AcquirerWire.Method;
import io.kosh.rails.connectors.acquirer.RailCalls.Call;
import io.kosh.rails.connectors.acquirer.RailCalls.Otherwise;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What the rails of an acquirer have in common: payments and refunds by reference. Each says under its own name what
/// it asks for, so that scenarios can tell them apart.
@Component
final class Acquirer {
    static final String AMOUNT = "amount";
    /// By which the calls of any rail can be told apart.
    static final List<String> FIELDS = List.of("call", AMOUNT);

    private static final Otherwise<RailAnswer> PAYING = new Otherwise<>(
            RailAnswer.Unheard::new, () -> new RailAnswer.Declined("BY_SCENARIO", "The bank refused the payment."));
    private static final Otherwise<RailAnswer> ASKING = new Otherwise<>(RailAnswer.Unheard::new, null);
    private static final Otherwise<RefundAnswer> REFUNDING = new Otherwise<>(
            RefundAnswer.Unheard::new, () -> new RefundAnswer.Declined("BY_SCENARIO", "The bank refused the refund."));
    private static final Otherwise<RefundAnswer> ASKING_REFUND = new Otherwise<>(RefundAnswer.Unheard::new, null);

    private final AcquirerClient client;
    private final RailCalls calls;
    private final BusinessClock business;

    Acquirer(AcquirerClient client, RailCalls calls, BusinessClock business) {
        this.client = client;
        this.calls = calls;
        this.business = business;
    }

    AcquirerClient client() {
        return client;
    }

    RailCalls calls() {
        return calls;
    }

    /// Asks for a payment.
    ///
    /// @param call   its name
    /// @param fields besides the amount
    RailAnswer pay(String rail, String call, RailPayment payment, Method method, Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(fields);
        all.put(AMOUNT, rupees(payment.amountMinor()));
        // The acquirer counts by its own clock, which nobody moves.
        Duration left = Duration.between(business.now(payment.company()), payment.endsAt());
        return calls.make(
                new Call(payment.company(), rail, call, payment.reference(), all),
                () -> client.post(
                        "/payments",
                        payment.reference(),
                        AcquirerWire.Payment.of(payment, left, method),
                        AcquirerWire::payment,
                        RailAnswer.Unheard::new),
                PAYING);
    }

    RailAnswer find(String rail, CompanyKey company, String reference) {
        return calls.make(
                new Call(company, rail, "find", reference, Map.of()),
                () -> client.get("/payments/" + path(reference), AcquirerWire::payment, RailAnswer.Unheard::new),
                ASKING);
    }

    RefundAnswer refund(String rail, RailRefund refund) {
        return calls.make(
                new Call(
                        refund.company(),
                        rail,
                        "refund",
                        refund.reference(),
                        Map.of(AMOUNT, rupees(refund.amountMinor()))),
                () -> client.post(
                        "/refunds",
                        refund.reference(),
                        AcquirerWire.Refund.of(refund),
                        AcquirerWire::refund,
                        RefundAnswer.Unheard::new),
                REFUNDING);
    }

    RefundAnswer findRefund(String rail, CompanyKey company, String reference) {
        return calls.make(
                new Call(company, rail, "find-refund", reference, Map.of()),
                () -> client.get("/refunds/" + path(reference), AcquirerWire::refund, RefundAnswer.Unheard::new),
                ASKING_REFUND);
    }

    static String path(String reference) {
        return URLEncoder.encode(reference, StandardCharsets.UTF_8);
    }

    private static String rupees(long minor) {
        return BigDecimal.valueOf(minor, 2).toPlainString();
    }
}
