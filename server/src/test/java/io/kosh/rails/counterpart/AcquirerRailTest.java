package io.kosh.rails.counterpart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.messages.Message;
import io.kosh.messages.Messages;
import io.kosh.messages.Recipient;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.PublicIds;
import io.kosh.rails.CardRail;
import io.kosh.rails.CardRail.OtpAnswer;
import io.kosh.rails.CardRail.PayingCard;
import io.kosh.rails.NetBankingRail;
import io.kosh.rails.PayLaterRail;
import io.kosh.rails.PaymentRail;
import io.kosh.rails.PaymentRail.RailRefund;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailAnswer.NextStep;
import io.kosh.rails.RailPayment;
import io.kosh.rails.RefundAnswer;
import io.kosh.rails.SandboxBank;
import io.kosh.rails.SandboxBank.Ending;
import io.kosh.rails.SandboxBank.Standing;
import io.kosh.rails.UpiRail;
import io.kosh.rails.UpiRail.VpaAnswer;
import io.kosh.rails.WalletRail;
import io.kosh.rails.counterpart.MagicValues.CardOutcome;
import io.kosh.testing.Api;
import io.kosh.testing.TestDatabase;
import io.kosh.testing.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.function.SingletonSupplier;

/// The five rails against the sandbox's acquirer on its port, and what it tells by itself.
class AcquirerRailTest {
    private static final Supplier<Till> TILL = SingletonSupplier.of(() -> Till.on(TestDatabase.migrated()));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Till till = TILL.get().another();
    private final UpiRail upi = till.server().bean(UpiRail.class);
    private final CardRail cards = till.server().bean(CardRail.class);
    private final SandboxBank bank = till.server().bean(SandboxBank.class);

    @AfterAll
    static void stop() {
        TILL.get().server().stop();
    }

    private static PayingCard card(CardOutcome outcome) {
        return card(outcome, YearMonth.of(2099, 12));
    }

    private static PayingCard card(CardOutcome outcome, YearMonth expiry) {
        return new PayingCard(
                new Secret<>(outcome.number(MagicValues.RANGES.getFirst())), expiry, new Secret<>("123"), "Asha Rao");
    }

    @Test
    void aCardHasExpiredOnTheDayOfTheCompanyThatIsPaid() {
        Till moved = till.another();
        BusinessClock clock = till.server().bean(BusinessClock.class);
        YearMonth month = YearMonth.from(clock.today(moved.shop().company().key()));
        assertThat(kind(cards.pay(moved.payment(100_00), card(CardOutcome.FRICTIONLESS, month))))
                .isEqualTo("Paid");

        moved.shop().api().post("/sandbox/clock", Map.of("advance", "P40D"));

        assertThat(cards.pay(moved.payment(100_00), card(CardOutcome.FRICTIONLESS, month)))
                .isEqualTo(new RailAnswer.Declined("54", "The card has expired."));
        assertThat(kind(cards.pay(till.payment(100_00), card(CardOutcome.FRICTIONLESS, month))))
                .isEqualTo("Paid");
    }

    private void told(String reference, String... kinds) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(till.heard().of(reference)).containsExactly(kinds));
    }

    private static String kind(Object answer) {
        return answer.getClass().getSimpleName();
    }

    private static NextStep next(RailAnswer answer) {
        assertThat(answer).isInstanceOf(RailAnswer.Waiting.class);
        return ((RailAnswer.Waiting) answer).next();
    }

    @ParameterizedTest
    @CsvSource({
        "success@kosh, Paid, ''",
        "failure@kosh, Declined, ZA",
        "nofunds@kosh, Declined, Z9",
        "wrongpin@kosh, Declined, ZM",
        "limit@kosh, Declined, Z8",
        "frequency@kosh, Declined, Z7",
        "toomuch@kosh, Declined, U02",
        "pintries@kosh, Declined, Z6",
        "risk@kosh, Declined, U16",
        "notpermitted@kosh, Declined, B3",
        "banktimeout@kosh, Declined, U09",
        "deemed@kosh, Paid, ''",
        "expired@kosh, Declined, U69",
        "unknown@kosh, Declined, ZH",
        "slow@kosh, Paid, ''"
    })
    void aVpaEndsAPaymentAsItsNameSays(String vpa, String ending, String code) {
        RailPayment payment = till.payment(100_00);

        assertThat(next(upi.collect(payment, vpa))).isEqualTo(new NextStep.Await());
        told(payment.reference(), ending);

        RailAnswer found = upi.find(payment.company(), payment.reference());
        assertThat(kind(found)).isEqualTo(ending);
        if (found instanceof RailAnswer.Declined declined) {
            assertThat(declined.code()).isEqualTo(code);
        }
        if (found instanceof RailAnswer.Paid paid) {
            assertThat(paid.bankReference()).matches("[0-9]{12}");
            assertThat(paid.payer()).isEqualTo(vpa);
        }
    }

    @Test
    void aBankMayDeclineAndPayLater() {
        RailPayment payment = till.payment(100_00);

        upi.collect(payment, "late@kosh");

        told(payment.reference(), "Declined", "Paid");
    }

    @Test
    void anAnswerThatGetsLostIsNoAnswer() {
        RailPayment payment = till.payment(100_00);

        assertThat(upi.collect(payment, "timeout@kosh")).isEqualTo(new RailAnswer.Unheard("CONNECTION", null));
        assertThat(kind(upi.find(payment.company(), payment.reference()))).isEqualTo("Waiting");
        told(payment.reference(), "Paid");
    }

    @Test
    void aBankMayNeverTell() {
        RailPayment payment = till.payment(100_00);

        upi.collect(payment, "pending@kosh");

        assertThat(kind(upi.find(payment.company(), payment.reference()))).isEqualTo("Waiting");
        assertThat(till.heard().of(payment.reference())).isEmpty();
    }

    @Test
    void theSameReferenceIsTheSamePayment() {
        RailPayment payment = till.payment(100_00);

        RailAnswer first = upi.collect(payment, "asha@okaxis");

        assertThat(upi.collect(payment, "success@kosh")).isEqualTo(first);
        assertThat(upi.find(payment.company(), "EK0")).isEqualTo(new RailAnswer.Unknown());
    }

    @Test
    void anAppShowsWhatItIsAskedForAndPays() {
        RailPayment payment = till.payment(250_00);
        String vpa = "payer" + payment.reference().toLowerCase(Locale.ROOT) + "@okaxis";

        upi.collect(payment, vpa);
        var bills = bank.waitingAt(vpa);

        assertThat(bills).hasSize(1);
        assertThat(bills.getFirst().amountMinor()).isEqualTo(250_00);
        assertThat(bills.getFirst().payee()).isEqualTo("Udupi Cafe");
        var paid = bank.choose(bills.getFirst().token(), Ending.PAID, null);
        assertThat(paid == null ? null : paid.standing()).isEqualTo(Standing.PAID);
        told(payment.reference(), "Paid");
        assertThat(bank.waitingAt(vpa)).isEmpty();
        // What ended stays as it is.
        var after = bank.choose(bills.getFirst().token(), Ending.DECLINED, null);
        assertThat(after == null ? null : after.standing()).isEqualTo(Standing.PAID);
    }

    @Test
    void aLinkIsPaidByWhoeverOpensIt() {
        RailPayment payment = till.payment(42_00);

        assertThat(bank.findByLink(payment.reference())).isNull();
        assertThat(next(upi.expect(payment))).isEqualTo(new NextStep.Await());
        var bill = bank.findByLink(payment.reference());
        assertThat(bill).isNotNull();
        bank.choose(bill == null ? "" : bill.token(), Ending.PAID, "meera@ybl");

        told(payment.reference(), "Paid");
        assertThat(((RailAnswer.Paid) upi.find(payment.company(), payment.reference())).payer())
                .isEqualTo("meera@ybl");
        assertThat(upi.payeeVpa("CEK1234567")).isEqualTo("cek1234567@kosh");
    }

    @Test
    void whatNobodyPaysExpires() {
        RailPayment soon = till.payment(42_00);
        RailPayment payment = new RailPayment(
                soon.company(),
                soon.merchant(),
                soon.reference(),
                soon.amountMinor(),
                soon.payeeName(),
                soon.note(),
                soon.endsAt().minus(Duration.ofMinutes(10)).plusSeconds(2),
                null,
                null);

        upi.expect(payment);

        told(payment.reference(), "Declined");
        assertThat(upi.find(payment.company(), payment.reference()))
                .isEqualTo(new RailAnswer.Declined("U69", "The time to pay is over."));
    }

    @Test
    void aVpaIsSomebodysOrNobodys() {
        var company = till.shop().company().key();
        assertThat(upi.verify(company, "asha.rao@okaxis")).isEqualTo(new VpaAnswer.Known("Asha Rao"));
        assertThat(upi.verify(company, "unknown@kosh")).isEqualTo(new VpaAnswer.NoSuch());
        assertThat(upi.verify(company, "nothing")).isEqualTo(new VpaAnswer.NoSuch());
    }

    @ParameterizedTest
    @CsvSource({
        "FRICTIONLESS, Paid", "NO_FUNDS, Declined", "EXPIRED, Declined", "DECLINED, Declined",
        "SLOW, Waiting", "AUTHORISED, Authorised", "LATE, Declined", "UNHEARD, Unheard"
    })
    void aTestCardAnswersAsItsNumberSays(CardOutcome outcome, String answer) {
        RailPayment payment = till.payment(100_00);

        assertThat(kind(cards.pay(payment, card(outcome)))).isEqualTo(answer);
        switch (outcome) {
            case AUTHORISED -> told(payment.reference(), "Authorised", "Paid");
            case LATE -> told(payment.reference(), "Declined", "Paid");
            case SLOW, UNHEARD -> told(payment.reference(), "Paid");
            default -> told(payment.reference(), answer);
        }
    }

    @Test
    void aCardThatHasExpiredIsDeclined() {
        PayingCard good = card(CardOutcome.FRICTIONLESS);
        var old = new PayingCard(good.number(), YearMonth.of(2020, 1), good.securityCode(), good.holder());

        assertThat(cards.pay(till.payment(100_00), old))
                .isEqualTo(new RailAnswer.Declined("54", "The card has expired."));
    }

    @Test
    void aCardLeadsToThePageOfItsBank() {
        RailPayment payment = till.payment(100_00);

        NextStep next = next(cards.pay(payment, card(CardOutcome.THREE_D_SECURE)));

        assertThat(next).isInstanceOf(NextStep.Visit.class);
        String path = ((NextStep.Visit) next).page().getPath();
        assertThat(path).matches("/sandbox/three-d-secure/[A-Za-z0-9_-]{32}");
        String token = path.substring(path.lastIndexOf('/') + 1);
        var bill = bank.find(token);
        assertThat(bill == null ? null : bill.returnUrl()).isEqualTo(payment.returnUrl());
        assertThat(bill == null ? "" : bill.with()).hasSize(4);
        var wrong = bank.giveOtp(token, new Secret<>("000000"));
        assertThat(wrong == null ? 0 : wrong.triesLeft()).isEqualTo(2);
        var paid = bank.giveOtp(token, new Secret<>(bank.otp()));
        assertThat(paid == null ? null : paid.standing()).isEqualTo(Standing.PAID);
        told(payment.reference(), "Paid");
        assertThat(bank.find("nobody")).isNull();
    }

    @Test
    void aCodeIsGivenSentAgainAndRunsOut() {
        RailPayment payment = till.payment(100_00);
        var company = payment.company();
        assertThat(next(cards.pay(payment, card(CardOutcome.CODE)))).isInstanceOf(NextStep.GiveOtp.class);

        assertThat(cards.answerOtp(company, payment.reference(), new Secret<>("111111")))
                .isEqualTo(new OtpAnswer.Wrong(2));
        assertThat(cards.resendOtp(company, payment.reference())).isInstanceOf(OtpAnswer.Taken.class);
        assertThat(cards.resendOtp(company, payment.reference())).isInstanceOf(OtpAnswer.Taken.class);
        assertThat(cards.resendOtp(company, payment.reference())).isEqualTo(new OtpAnswer.NotAwaited("TOO_MANY_CODES"));
        assertThat(cards.answerOtp(company, payment.reference(), new Secret<>(MagicValues.OTP)))
                .isInstanceOfSatisfying(
                        OtpAnswer.Taken.class,
                        taken -> assertThat(taken.payment()).isInstanceOf(RailAnswer.Paid.class));
        assertThat(cards.answerOtp(company, payment.reference(), new Secret<>(MagicValues.OTP)))
                .isEqualTo(new OtpAnswer.NotAwaited("ENDED"));

        RailPayment other = till.payment(100_00);
        cards.pay(other, card(CardOutcome.CODE));
        for (int left = 2; left >= 0; left--) {
            assertThat(cards.answerOtp(company, other.reference(), new Secret<>("1")))
                    .isEqualTo(new OtpAnswer.Wrong(left));
        }
        told(other.reference(), "Declined");
    }

    /// Messages that cannot be written.
    private static final class NoMessages implements Messages {
        @Override
        public Message compose(Recipient to, String kind, List<String> values) {
            throw new IllegalStateException("no messages here");
        }

        @Override
        public String send(CompanyKey company, Message message) {
            throw new IllegalStateException("no messages here");
        }

        @Override
        public boolean sendHourly(CompanyKey company, Message message) {
            return false;
        }

        @Override
        public void withdraw(CompanyKey company, String messageId) {
            throw new IllegalStateException("no messages here");
        }
    }

    @Test
    void aCodeThatCannotBeSentUndoesNothing() {
        TestServer server = TestServer.startWith(TestDatabase.migrated(), Messages.class, new NoMessages());
        try {
            Till silent = new Till(server, new Till.Heard(), Api.of(server).newCompany(0));
            CardRail rail = server.bean(CardRail.class);
            RailPayment payment = silent.payment(100_00);

            assertThat(next(rail.pay(payment, card(CardOutcome.CODE)))).isInstanceOf(NextStep.GiveOtp.class);
            assertThat(rail.resendOtp(payment.company(), payment.reference())).isInstanceOf(OtpAnswer.Taken.class);
        } finally {
            server.stop();
        }
    }

    @Test
    void eachCodeOfABankIsInTheInboxOfWhoIsPaid() {
        RailPayment payment = till.payment(100_00);
        cards.pay(payment, card(CardOutcome.CODE));
        cards.resendOtp(payment.company(), payment.reference());
        cards.answerOtp(payment.company(), payment.reference(), new Secret<>(MagicValues.OTP));
        cards.pay(till.payment(100_00), card(CardOutcome.THREE_D_SECURE));

        await().atMost(PATIENCE).untilAsserted(() -> {
            var inbox = till.shop().api().get("/sandbox/inbox").json().get("items");
            assertThat(inbox.findValuesAsString("otp")).containsExactly(MagicValues.OTP, MagicValues.OTP);
            assertThat(inbox.findValuesAsString("text"))
                    .allSatisfy(text -> assertThat(text).contains("100.00", "Udupi Cafe"));
        });
        assertThat(till.another().shop().api().get("/sandbox/inbox").json().get("items"))
                .isEmpty();
    }

    @Test
    void banksWalletsAndLendersAreChosenFromTheirLists() {
        NetBankingRail banks = till.server().bean(NetBankingRail.class);
        WalletRail wallets = till.server().bean(WalletRail.class);
        PayLaterRail lenders = till.server().bean(PayLaterRail.class);
        assertThat(banks.banks()).hasSizeGreaterThanOrEqualTo(40).anyMatch(NetBankingRail.Bank::popular);
        assertThat(wallets.wallets()).isNotEmpty();
        assertThat(lenders.options(100_00)).isNotEmpty();
        assertThat(lenders.options(10_000_000_00L)).isEmpty();

        RailPayment one = till.payment(100_00);
        assertThat(((NextStep.Visit) next(banks.begin(one, "HDFC"))).page().getPath())
                .startsWith("/sandbox/bank/");
        RailPayment two = till.payment(100_00);
        assertThat(((NextStep.Visit) next(wallets.begin(two, "PAYTM"))).page().getPath())
                .startsWith("/sandbox/wallet/");
        RailPayment three = till.payment(100_00);
        assertThat(((NextStep.Visit) next(lenders.begin(three, "SIMPL15")))
                        .page()
                        .getPath())
                .startsWith("/sandbox/lender/");
        assertThat(kind(banks.begin(till.payment(100_00), "CSB"))).isEqualTo("Declined");
        assertThat(kind(banks.begin(till.payment(100_00), "KVB"))).isEqualTo("Paid");
        assertThat(kind(wallets.begin(till.payment(199_02), "PAYTM"))).isEqualTo("Declined");
        assertThat(kind(lenders.begin(till.payment(100_00), "LAZYPAY15"))).isEqualTo("Declined");
    }

    private RailRefund refund(RailPayment payment, long amountMinor) {
        return new RailRefund(
                payment.company(),
                payment.merchant(),
                till.reference(PublicIds.Kind.REFUND),
                payment.reference(),
                amountMinor);
    }

    @Test
    void neverMoreGoesBackThanWasPaid() {
        RailPayment payment = till.payment(500_00);
        RailRefund early = refund(payment, 1_00);
        cards.pay(payment, card(CardOutcome.THREE_D_SECURE));
        assertThat(kind(cards.refund(early))).isEqualTo("Declined");

        RailPayment paid = till.payment(500_00);
        cards.pay(paid, card(CardOutcome.FRICTIONLESS));
        RailRefund first = refund(paid, 300_00);
        RefundAnswer working = cards.refund(first);
        assertThat(working).isInstanceOf(RefundAnswer.Working.class);
        assertThat(cards.refund(first).getClass()).isIn(RefundAnswer.Working.class, RefundAnswer.Refunded.class);
        assertThat(cards.refund(refund(paid, 200_01))).isInstanceOf(RefundAnswer.Declined.class);
        told(first.reference(), "Refunded");
        assertThat(kind(cards.findRefund(paid.company(), first.reference()))).isEqualTo("Refunded");
        assertThat(cards.findRefund(paid.company(), "EK0")).isEqualTo(new RefundAnswer.Unknown());
        assertThat(cards.refund(refund(paid, 99_21)))
                .isEqualTo(new RefundAnswer.Declined("ACCOUNT_CLOSED", "The payer's account is closed."));
        RailRefund lost = refund(paid, 99_23);
        assertThat(cards.refund(lost)).isInstanceOf(RefundAnswer.Unheard.class);
        told(lost.reference(), "Refunded");
    }

    @ParameterizedTest
    @CsvSource({
        "fail, HTTP_500, Unknown",
        "too-many, HTTP_429, Unknown",
        "unavailable, HTTP_503, Unknown",
        "lose-answer, CONNECTION, Paid"
    })
    void aSpoiledCallIsUnheard(String scenario, String reason, String found) {
        RailPayment payment = till.payment(100_00);
        till.spoil(scenario, "card", Map.of("field", "call", "value", "pay"));

        RailAnswer answer = cards.pay(payment, card(CardOutcome.FRICTIONLESS));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        RailAnswer.Unheard.class,
                        unheard -> assertThat(unheard.reason()).isEqualTo(reason));
        assertThat(kind(cards.find(payment.company(), payment.reference()))).isEqualTo(found);
    }

    @Test
    void aLateAnswerComesAndASilentRailIsATimeOut() {
        till.spoil("late", "wallet", Map.of("parameters", Map.of("delay", "300ms")));
        WalletRail wallets = till.server().bean(WalletRail.class);
        assertThat(kind(wallets.begin(till.payment(100_00), "FREECHARGE"))).isEqualTo("Paid");
        till.spoil("time-out", "wallet", Map.of("parameters", Map.of("delay", "100ms")));
        assertThat(wallets.begin(till.payment(100_00), "FREECHARGE"))
                .isEqualTo(new RailAnswer.Unheard("TIMEOUT", null));
    }

    @Test
    void aRefusalIsForGoodButNotOfAQuestion() {
        RailPayment payment = till.payment(100_00);
        till.spoil("refuse", "upi", Map.of("times", 2, "field", "vpa", "value", "asha@okaxis"));
        assertThat(upi.collect(payment, "asha@okaxis")).isInstanceOf(RailAnswer.Declined.class);
        assertThat(upi.verify(payment.company(), "asha@okaxis")).isEqualTo(new VpaAnswer.Unheard("HTTP_403"));
        till.spoil("refuse", "upi", Map.of("field", "amount", "value", "77.00"));
        assertThat(kind(upi.collect(till.payment(77_00), "success@kosh"))).isEqualTo("Declined");
    }

    @Test
    void everyRailNamesItself() {
        List<String> names = new ArrayList<>();
        till.server().beans(PaymentRail.class).forEach(rail -> {
            assertThat(rail.isThere()).isTrue();
            names.add(rail.name());
        });
        Collections.sort(names);
        assertThat(names).containsExactly("card", "net-banking", "pay-later", "upi", "wallet");
    }

    private RailPayment paidByVpa(String vpa) {
        RailPayment payment = till.payment(100_00);
        upi.collect(payment, vpa);
        return payment;
    }

    @Test
    void callbacksComeTwiceLateWronglySignedOrNever() {
        till.spoil("callback-duplicate", "acquirer-callback", Map.of("parameters", Map.of("copies", "3")));
        told(paidByVpa("success@kosh").reference(), "Paid", "Paid", "Paid");

        till.spoil("callback-bad-signature", "acquirer-callback", Map.of());
        told(paidByVpa("success@kosh").reference(), "Paid");

        till.spoil("callback-delay", "acquirer-callback", Map.of("parameters", Map.of("delay", "3s")));
        Instant began = Clock.systemUTC().instant();
        told(paidByVpa("success@kosh").reference(), "Paid");
        assertThat(Duration.between(began, Clock.systemUTC().instant())).isGreaterThan(Duration.ofSeconds(3));

        till.spoil("callback-lost", "acquirer-callback", Map.of());
        // Callbacks are sent side by side: either may be the one that is lost.
        List<RailPayment> both = List.of(paidByVpa("success@kosh"), paidByVpa("success@kosh"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(both).filteredOn(this::isTold).hasSize(1));
        RailPayment lost =
                both.stream().filter(payment -> !isTold(payment)).findFirst().orElseThrow();
        assertThat(kind(upi.find(lost.company(), lost.reference()))).isEqualTo("Paid");
    }

    private boolean isTold(RailPayment payment) {
        return !till.heard().of(payment.reference()).isEmpty();
    }

    @Test
    void callbacksComeOutOfOrder() {
        till.spoil(
                "callback-reorder",
                "acquirer-callback",
                Map.of("parameters", Map.of("delay", "30s"), "field", "status", "value", "AUTHORISED"));
        RailPayment payment = till.payment(100_00);

        cards.pay(payment, card(CardOutcome.AUTHORISED));

        told(payment.reference(), "Paid", "Authorised");
    }
}
