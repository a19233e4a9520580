package io.kosh.rails.counterpart;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.rails.CardRail;
import io.kosh.rails.CardRail.PayingCard;
import io.kosh.rails.NetBankingRail;
import io.kosh.rails.PayLaterRail;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailAnswer.NextStep.Visit;
import io.kosh.rails.RailPayment;
import io.kosh.rails.SandboxBank;
import io.kosh.rails.SandboxBank.Bill;
import io.kosh.rails.UpiLink;
import io.kosh.rails.UpiLink.Mode;
import io.kosh.rails.UpiRail;
import io.kosh.rails.WalletRail;
import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A shop whose payments wait for their payer, each on the page where it would meet a bank.
record Payer(TestServer server, CompanyRef shop) {
    static final String SHOP_NAME = "Udupi Cafe & Sons";
    private static final AtomicInteger COUNT = new AtomicInteger();

    static Payer on(TestServer server) {
        return new Payer(server, Api.of(server).newCompany(0).company());
    }

    RailPayment payment(long amountMinor, @Nullable URI back) {
        return payment(amountMinor, SHOP_NAME, "Dinner for two", back);
    }

    RailPayment payment(long amountMinor, String payee, String note, @Nullable URI back) {
        return new RailPayment(
                shop.key(),
                shop.id(),
                "EK" + shop.id() + COUNT.incrementAndGet(),
                amountMinor,
                payee,
                note,
                server.bean(Clock.class).instant().plus(Duration.ofMinutes(10)),
                back,
                null);
    }

    /// A link that the platform expects to be paid.
    UpiLink link(long amountMinor) {
        return link(payment(amountMinor, null));
    }

    UpiLink link(RailPayment payment) {
        UpiRail upi = server.bean(UpiRail.class);
        assertThat(upi.expect(payment)).isInstanceOf(RailAnswer.Waiting.class);
        return UpiLink.of(payment, upi.payeeVpa(payment.merchant()), "5812", Mode.INTENT);
    }

    /// The page of a bill of a link.
    String app(UpiLink link) {
        return "/sandbox/upi-app/" + bill(link).token();
    }

    Bill bill(UpiLink link) {
        return Objects.requireNonNull(
                bank().findByLink(Objects.requireNonNull(link.reference())), "nobody expects the link");
    }

    /// Asks a VPA for money.
    void collect(RailPayment payment, String vpa) {
        assertThat(server.bean(UpiRail.class).collect(payment, vpa)).isInstanceOf(RailAnswer.Waiting.class);
    }

    String bank(RailPayment payment, String code) {
        return page(server.bean(NetBankingRail.class).begin(payment, code));
    }

    String wallet(RailPayment payment) {
        WalletRail wallets = server.bean(WalletRail.class);
        return page(wallets.begin(payment, wallets.wallets().getFirst().code()));
    }

    String lender(RailPayment payment) {
        PayLaterRail lenders = server.bean(PayLaterRail.class);
        return page(lenders.begin(
                payment, lenders.options(payment.amountMinor()).getFirst().id()));
    }

    String card(RailPayment payment) {
        String number = MagicValues.CardOutcome.THREE_D_SECURE.number(MagicValues.RANGES.getFirst());
        return page(server.bean(CardRail.class)
                .pay(
                        payment,
                        new PayingCard(new Secret<>(number), YearMonth.of(2031, 12), new Secret<>("123"), "Asha Rao")));
    }

    /// The path of the page that the payer is sent to.
    private static String page(RailAnswer answer) {
        assertThat(answer).isInstanceOf(RailAnswer.Waiting.class);
        var next = ((RailAnswer.Waiting) answer).next();
        assertThat(next).isInstanceOf(Visit.class);
        return ((Visit) next).page().getPath();
    }

    SandboxBank bank() {
        return server.bean(SandboxBank.class);
    }

    /// The bill of a page.
    Bill billAt(String path) {
        return Objects.requireNonNull(bank().find(path.substring(path.lastIndexOf('/') + 1)), path);
    }
}
