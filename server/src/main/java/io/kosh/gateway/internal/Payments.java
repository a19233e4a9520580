package io.kosh.gateway.internal;

import io.kosh.gateway.Checkout.Choice;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.rails.CardRail.OtpAnswer;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailAnswer.NextStep;
import io.kosh.rails.RailPayment.BankAccount;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Payments, step by step. A payment is written and committed before its rail is asked; whatever dies in between,
/// [DuePayments] asks the rail. What the rail answers goes through [PaymentReports], like all that rails say. Called
/// outside transactions.
@Component
final class Payments {
    private final Database database;
    private final AttemptStore store;
    private final NewPayments begun;
    private final PaymentChoices choices;
    private final PaymentRails rails;
    private final PaymentReports reports;
    private final OrderWatches watches;
    private final PaymentSettings settings;

    Payments(
            Database database,
            AttemptStore store,
            NewPayments begun,
            PaymentChoices choices,
            PaymentRails rails,
            PaymentReports reports,
            OrderWatches watches,
            PaymentSettings settings) {
        this.database = database;
        this.store = store;
        this.begun = begun;
        this.choices = choices;
        this.rails = rails;
        this.reports = reports;
        this.watches = watches;
        this.settings = settings;
    }

    /// How a payment is to begin.
    ///
    /// @param popup    whether the bank's page stands in a window of its own, which closes itself
    /// @param actor    `payer`, or who called
    /// @param onlyFrom the one account that may pay; null for the order's, or any
    record Start(
            Choice choice,
            boolean popup,
            String actor,
            @Nullable BankAccount onlyFrom) {}

    /// Begins a payment and asks its rail.
    OrderPayment start(CompanyKey company, PaymentOrder order, Start start) {
        ChosenMethod chosen = choices.look(company, start.choice(), order.amountMinor());
        OrderPayment written = database.inCompany(company, () -> begun.begin(company, order.key(), chosen, start));
        watches.changed(company, order.key());
        BankAccount onlyFrom =
                start.onlyFrom() == null ? written.order().terms().onlyFrom() : start.onlyFrom();
        RailAnswer answer =
                rails.ask(company, written, chosen, new PaymentRails.Wish(start.popup(), onlyFrom, end(written)));
        return told(company, written.payment(), answer, null);
    }

    private OrderPayment told(CompanyKey company, Attempt payment, RailAnswer answer, @Nullable Instant atLeast) {
        return reports.tell(company, payment.paymentId(), new Told.ByRail(rails.name(payment), answer), atLeast);
    }

    /// From when on a payer can no longer pay.
    private Instant end(OrderPayment payment) {
        Instant patient = payment.payment()
                .createdAt()
                .plus(settings.patience(payment.payment().method().mode()));
        return patient.isBefore(payment.order().endsAt())
                ? patient
                : payment.order().endsAt();
    }

    /// The link or code that an order has ready. No attempt before [#openLink].
    OrderPayment readyLink(CompanyKey company, long orderKey) {
        return database.inCompany(company, () -> begun.readyLink(company, orderKey));
    }

    /// What a link or a code is made of.
    PaymentRails.LinkParts linkParts(CompanyKey company, OrderPayment payment) {
        return rails.linkParts(company, payment, wish(payment));
    }

    private PaymentRails.Wish wish(OrderPayment payment) {
        return new PaymentRails.Wish(false, payment.order().terms().onlyFrom(), end(payment));
    }

    /// Begins the payment by a link or code: its rail is told to expect it. Again is the same.
    OrderPayment openLink(CompanyKey company, Attempt asked, String app) {
        OrderPayment opened = database.inCompany(company, () -> begun.openLink(company, asked, app));
        if (!opened.payment().method().isLink()
                || opened.payment().railReference() != null
                || !opened.payment().state().isOpen()) {
            return opened;
        }
        watches.changed(company, asked.orderKey());
        RailAnswer answer = rails.ask(company, opened, PaymentChoices.link(), wish(opened));
        return told(company, opened.payment(), answer, null);
    }

    /// What came of a code.
    sealed interface Coded {
        record Taken(OrderPayment payment) implements Coded {}

        /// @param triesLeft none: the payment has failed
        record Wrong(int triesLeft) implements Coded {}
    }

    /// Gives the bank's code.
    Coded giveOtp(CompanyKey company, Attempt payment, Secret<String> otp) {
        awaitsCode(payment);
        OtpAnswer answer = rails.answerOtp(company, payment, otp);
        if (!(answer instanceof OtpAnswer.Wrong(int left))) {
            return new Coded.Taken(taken(company, payment, answer));
        }
        if (left == 0) {
            told(company, payment, new RailAnswer.Declined("OTP", "The code was wrong too often."), null);
        }
        return new Coded.Wrong(left);
    }

    OrderPayment resendOtp(CompanyKey company, Attempt payment) {
        awaitsCode(payment);
        return taken(company, payment, rails.resendOtp(company, payment));
    }

    private static void awaitsCode(Attempt payment) {
        if (!payment.state().isOpen()) {
            throw Refusal.of(GatewayError.PAYMENT_ENDED, GatewayError.PAYMENT_ENDED.meaning());
        }
        if (!payment.method().mode().isCard() || !(payment.next() instanceof NextStep.GiveOtp)) {
            throw notAwaited();
        }
    }

    private static Refusal notAwaited() {
        return Refusal.of(GatewayError.OTP_NOT_AWAITED, GatewayError.OTP_NOT_AWAITED.meaning());
    }

    private OrderPayment taken(CompanyKey company, Attempt payment, OtpAnswer answer) {
        return switch (answer) {
            case OtpAnswer.Taken(RailAnswer stands) -> told(company, payment, stands, null);
            case OtpAnswer.Wrong _, OtpAnswer.NotAwaited _ -> throw notAwaited();
            case OtpAnswer.Unheard _ -> throw PaymentRails.away();
        };
    }

    /// Tells what the payer did with a payment.
    OrderPayment payerDid(CompanyKey company, Attempt payment, Told told) {
        return reports.tell(company, payment.paymentId(), told, null);
    }

    /// Asks the rail how a payment stands.
    ///
    /// @param atLeast the company's time, where the caller knows it to be later than the clock says
    OrderPayment inquire(CompanyKey company, Attempt payment, Instant atLeast) {
        return told(company, payment, rails.find(company, payment), atLeast);
    }

    /// The payment that an order is told by: the one that paid it, else the latest that may still do so,
    /// else the latest that began; null where none did. Runs inside the caller's transaction of the
    /// company.
    @Nullable
    Attempt telling(CompanyKey company, long orderKey) {
        return telling(store.ofOrder(company, orderKey));
    }

    /// The same out of all payments of an order, oldest first.
    static @Nullable Attempt telling(List<Attempt> all) {
        return all.stream()
                .filter(each -> each.state().isPaid() && !each.isUnapplied())
                .findFirst()
                .or(() -> latest(all, each -> each.state().isOpen()))
                .or(() -> latest(all, _ -> true))
                .orElse(null);
    }

    private static Optional<Attempt> latest(List<Attempt> all, Predicate<Attempt> which) {
        return all.stream().filter(each -> !each.isReadyLink()).filter(which).reduce((_, later) -> later);
    }
}
