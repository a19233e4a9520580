package io.kosh.gateway.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.rails.NetBankingRail;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailPayment;
import io.kosh.rails.RefundAnswer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A rail of banks that does what a test says. A reference is one effect, as the door promises.
final class FakeBank implements NetBankingRail {
    static final Bank HDFC = new Bank("HDFC", "HDFC Bank", true);

    private final Map<String, RefundAnswer> refunds = new ConcurrentHashMap<>();
    private final Map<String, Long> given = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean payAtOnce = true;
    private volatile Function<RailRefund, RefundAnswer> decides = FakeBank::refunded;
    private volatile boolean deaf;
    private volatile boolean losesAnswers;

    static RefundAnswer refunded(RailRefund refund) {
        return new RefundAnswer.Refunded("R-" + refund.reference(), "UTR" + refund.reference());
    }

    static RailAnswer.Paid paid(String reference, long amountMinor) {
        return new RailAnswer.Paid("P-" + reference, "B" + reference, null, amountMinor);
    }

    /// Everything as usual.
    void heal() {
        payAtOnce = true;
        decides = FakeBank::refunded;
        deaf = false;
        losesAnswers = false;
    }

    /// Payments wait for their payers.
    void letPayersWait() {
        payAtOnce = false;
    }

    /// What becomes of refunds that come from now on.
    void decide(Function<RailRefund, RefundAnswer> how) {
        decides = how;
    }

    /// Nothing reaches it.
    void goAway() {
        deaf = true;
    }

    /// It does what it is asked and nobody hears of it.
    void loseAnswers() {
        losesAnswers = true;
    }

    /// What becomes of a refund that was under way.
    void end(String refundReference, RefundAnswer answer) {
        refunds.put(refundReference, answer);
    }

    /// What payers of a payment have back, in paise.
    long given(String payment) {
        return given.getOrDefault(payment, 0L);
    }

    /// How often it was asked to refund.
    int calls() {
        return calls.get();
    }

    @Override
    public String name() {
        return "net-banking";
    }

    @Override
    public boolean isThere() {
        return true;
    }

    @Override
    public List<Bank> banks() {
        return List.of(HDFC);
    }

    @Override
    public RailAnswer begin(RailPayment payment, String bankCode) {
        return payAtOnce
                ? paid(payment.reference(), payment.amountMinor())
                : new RailAnswer.Waiting("P-" + payment.reference(), new RailAnswer.NextStep.Await(), null);
    }

    @Override
    public RailAnswer find(CompanyKey company, String reference) {
        return new RailAnswer.Unknown();
    }

    @Override
    public RefundAnswer refund(RailRefund refund) {
        calls.incrementAndGet();
        if (deaf) {
            return new RefundAnswer.Unheard("CONNECTION", null);
        }
        RefundAnswer stands = refunds.computeIfAbsent(refund.reference(), _ -> {
            RefundAnswer decided = decides.apply(refund);
            if (decided instanceof RefundAnswer.Refunded) {
                given.merge(refund.payment(), refund.amountMinor(), Math::addExact);
            }
            return decided;
        });
        return losesAnswers ? new RefundAnswer.Unheard("TIMEOUT", null) : stands;
    }

    @Override
    public RefundAnswer findRefund(CompanyKey company, String refundReference) {
        return deaf
                ? new RefundAnswer.Unheard("CONNECTION", null)
                : refunds.getOrDefault(refundReference, new RefundAnswer.Unknown());
    }
}
