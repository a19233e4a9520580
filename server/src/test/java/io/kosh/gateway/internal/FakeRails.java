package io.kosh.gateway.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.rails.CardKind;
import io.kosh.rails.CardRail;
import io.kosh.rails.NetBankingRail;
import io.kosh.rails.PayLaterRail;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailAnswer.NextStep;
import io.kosh.rails.RailPayment;
import io.kosh.rails.RefundAnswer;
import io.kosh.rails.UpiRail;
import io.kosh.rails.WalletRail;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// All rails, which answer as a test says: by the VPA, or by the bank's code, or by the last four digits of the card.
final class FakeRails implements UpiRail, CardRail, NetBankingRail, WalletRail, PayLaterRail {
    private final Map<String, Function<RailPayment, RailAnswer>> answers = new ConcurrentHashMap<>();
    private final Map<String, RailAnswer> known = new ConcurrentHashMap<>();
    private final Map<String, RailPayment> asked = new ConcurrentHashMap<>();
    private volatile Runnable looking = () -> {};
    private volatile Function<RailRefund, RefundAnswer> refunds = this::given;
    private final AtomicLong number = new AtomicLong();

    /// What is answered to whoever chooses this; else the payer is awaited.
    void answer(String choice, Function<RailPayment, RailAnswer> answer) {
        answers.put(choice, answer);
    }

    /// What the rail says when it is asked for a payment.
    void knows(String reference, RailAnswer answer) {
        known.put(reference, answer);
    }

    /// What happens while the rail looks for a payment.
    void whileItLooks(Runnable what) {
        looking = what;
    }

    /// What is answered to whoever asks for a refund; else it is given.
    void refunds(Function<RailRefund, RefundAnswer> answer) {
        refunds = answer;
    }

    RefundAnswer given(RailRefund refund) {
        return new RefundAnswer.Refunded("B" + refund.reference(), "%012d".formatted(number.incrementAndGet()));
    }

    boolean wasAsked(String reference) {
        return asked.containsKey(reference);
    }

    RailPayment asked(String reference) {
        RailPayment payment = asked.get(reference);
        if (payment == null) {
            throw new AssertionError("nobody asked for " + reference);
        }
        return payment;
    }

    /// As much as an order of these tests costs.
    RailAnswer.Paid paid() {
        return paid(GatewayShop.AMOUNT);
    }

    /// As much as was asked for.
    RailAnswer.Paid paid(RailPayment payment) {
        return paid(payment.amountMinor());
    }

    RailAnswer.Paid paid(long amountMinor) {
        long next = number.incrementAndGet();
        return new RailAnswer.Paid("R" + next, "%012d".formatted(next), null, amountMinor);
    }

    static RailAnswer.Waiting waiting() {
        return new RailAnswer.Waiting("R0", new NextStep.Await(), null);
    }

    private RailAnswer answer(RailPayment payment, String choice) {
        asked.put(payment.reference(), payment);
        return answers.getOrDefault(choice, _ -> waiting()).apply(payment);
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public boolean isThere() {
        return true;
    }

    @Override
    public RailAnswer find(CompanyKey company, String reference) {
        looking.run();
        return known.getOrDefault(reference, new RailAnswer.Unknown());
    }

    @Override
    public RefundAnswer refund(RailRefund refund) {
        return refunds.apply(refund);
    }

    @Override
    public RefundAnswer findRefund(CompanyKey company, String refundReference) {
        return new RefundAnswer.Unknown();
    }

    @Override
    public RailAnswer collect(RailPayment payment, String vpa) {
        return answer(payment, vpa);
    }

    @Override
    public RailAnswer expect(RailPayment payment) {
        return answer(payment, "link");
    }

    @Override
    public String payeeVpa(String merchant) {
        return merchant.toLowerCase(Locale.ROOT) + "@kosh";
    }

    @Override
    public VpaAnswer verify(CompanyKey company, String vpa) {
        return vpa.startsWith("nobody") ? new VpaAnswer.NoSuch() : new VpaAnswer.Known("Asha Rao");
    }

    @Override
    public RailAnswer pay(RailPayment payment, PayingCard card) {
        String digits = card.number().value();
        return answer(payment, digits.substring(digits.length() - 4));
    }

    @Override
    public OtpAnswer answerOtp(CompanyKey company, String reference, Secret<String> otp) {
        return otp.value().equals("123456") ? new OtpAnswer.Taken(paid()) : new OtpAnswer.Wrong(2);
    }

    @Override
    public OtpAnswer resendOtp(CompanyKey company, String reference) {
        return new OtpAnswer.Taken(new RailAnswer.Waiting("R0", new NextStep.GiveOtp("XXXXXX7890"), null));
    }

    @Override
    public CardKind kindOf(String digits) {
        return digits.startsWith("4")
                ? new CardKind(CardKind.Scheme.VISA, CardKind.Type.CREDIT, "HDFC Bank")
                : new CardKind(CardKind.Scheme.RUPAY, CardKind.Type.DEBIT, "State Bank of India");
    }

    @Override
    public RailAnswer begin(RailPayment payment, String code) {
        return answer(payment, code);
    }

    @Override
    public List<Bank> banks() {
        return List.of(new Bank("HDFC", "HDFC Bank", true), new Bank("SBIN", "State Bank of India", true));
    }

    @Override
    public List<Wallet> wallets() {
        return List.of(new Wallet("PAYTM", "Paytm"));
    }

    @Override
    public List<Option> options(long amountMinor) {
        return List.of(new Option("SIMPL15", "SIMPL", "Simpl", 15));
    }
}
