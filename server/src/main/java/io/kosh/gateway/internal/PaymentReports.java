package io.kosh.gateway.internal;

import io.kosh.gateway.internal.AttemptStore.Place;
import io.kosh.gateway.internal.PaymentDecision.Money;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.TransferView;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.GroupCommit;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.GroupCommits;
import io.kosh.platform.RequestContext;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailReports;
import io.kosh.rails.RefundAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The one way by which payments move: whatever rails answer, report by themselves and are asked, and what payers do,
/// goes through batches that share a commit. A batch locks its orders and then its payments, each in the order of their
/// keys, so that of many successes of one order exactly one counts.
@Component
final class PaymentReports implements RailReports {
    /// A reservation outlives the time for which its rail is asked.
    private static final Duration LONGER = Duration.ofDays(1);

    private final PaymentOrderStore orders;
    private final PaymentOrderMoves orderMoves;
    private final AttemptStore payments;
    private final Merchants merchants;
    private final Ledger ledger;
    private final Refunds refunds;
    private final PaymentNews news;
    private final OrderWatches watches;
    private final BusinessClock clock;
    private final PaymentSettings settings;
    private final RoundTrips trips;
    private final GroupCommit<Report, OrderPayment> commits;

    PaymentReports(
            PaymentOrderStore orders,
            PaymentOrderMoves orderMoves,
            AttemptStore payments,
            Merchants merchants,
            Ledger ledger,
            Refunds refunds,
            PaymentNews news,
            OrderWatches watches,
            BusinessClock clock,
            PaymentSettings settings,
            RoundTrips trips,
            GroupCommits commits) {
        this.orders = orders;
        this.orderMoves = orderMoves;
        this.payments = payments;
        this.merchants = merchants;
        this.ledger = ledger;
        this.refunds = refunds;
        this.news = news;
        this.watches = watches;
        this.clock = clock;
        this.settings = settings;
        this.trips = trips;
        this.commits = commits.open("gateway.payment-reports", this::handle);
    }

    /// @param atLeast the company's time, where the caller knows it to be later than the clock says
    private record Report(
            String paymentId,
            Told told,
            @Nullable Instant atLeast,
            @Nullable String requestId) {}

    @Override
    public void payment(CompanyKey company, String teller, String reference, RailAnswer answer) {
        tell(company, reference, new Told.ByRail(teller, answer), null);
    }

    @Override
    public void refund(CompanyKey company, String teller, String reference, RefundAnswer answer) {
        refunds.told(company, teller, reference, answer);
    }

    /// Tells something of a payment, and gives it back as it stands once that is committed. Never called inside a
    /// transaction.
    ///
    /// @param atLeast the company's time, where the caller knows it to be later than the clock says
    OrderPayment tell(CompanyKey company, String paymentId, Told told, @Nullable Instant atLeast) {
        OrderPayment stands = commits.submit(company, new Report(paymentId, told, atLeast, RequestContext.idOrNull()));
        watches.changed(company, stands.order().key());
        return stands;
    }

    private List<Answer<OrderPayment>> handle(CompanyKey company, List<Report> reports) {
        Set<String> ids = new HashSet<>();
        reports.forEach(each -> ids.add(each.paymentId()));
        RoundTrip reads = trips.begin();
        Map<String, Place> places = payments.places(reads, company, ids);
        reads.send();
        Instant now = now(company, reports);
        PaymentBatch batch = locked(company, places, now);
        List<Answer<OrderPayment>> answers = new ArrayList<>(reports.size());
        for (Report report : reports) {
            Place place = places.get(report.paymentId());
            if (place != null) {
                batch.tell(place.key(), report.told(), report.requestId());
            }
        }
        keep(company, batch, now);
        for (Report report : reports) {
            Place place = places.get(report.paymentId());
            answers.add(
                    place == null
                            ? new Answer.Refused<>(Refusal.of(
                                    GatewayError.PAYMENT_UNKNOWN, "there is no transaction " + report.paymentId()))
                            : new Answer.Done<>(
                                    new OrderPayment(batch.order(place.orderKey()), batch.payment(place.key()))));
        }
        return answers;
    }

    /// As exact as it is kept, so that what is answered is what is read later.
    private Instant now(CompanyKey company, List<Report> reports) {
        Instant now = clock.now(company).truncatedTo(ChronoUnit.MICROS);
        for (Report report : reports) {
            Instant atLeast = report.atLeast();
            if (atLeast != null && now.isBefore(atLeast)) {
                now = atLeast;
            }
        }
        return now;
    }

    private PaymentBatch locked(CompanyKey company, Map<String, Place> places, Instant now) {
        Set<Long> orderKeys = new HashSet<>();
        Set<Long> paymentKeys = new HashSet<>();
        places.values().forEach(place -> {
            orderKeys.add(place.orderKey());
            paymentKeys.add(place.key());
        });
        Map<Long, PaymentOrder> lockedOrders = new HashMap<>();
        orders.lockAll(company, orderKeys).forEach(each -> lockedOrders.put(each.key(), each));
        Map<Long, Attempt> lockedPayments = new HashMap<>();
        payments.lockAll(company, paymentKeys).forEach(each -> lockedPayments.put(each.key(), each));
        return new PaymentBatch(lockedOrders, lockedPayments, now, settings);
    }

    private void keep(CompanyKey company, PaymentBatch batch, Instant now) {
        payments.saveAll(company, batch.changed());
        payments.insertMoves(company, batch.moves());
        idle(company, batch, now);
        if (!batch.orderChanges().isEmpty()) {
            orderMoves.save(company, batch.orderChanges());
        }
        post(company, batch, now.plus(settings.giveUpAfter()).plus(LONGER));
        news.moved(company, batch.news());
        giveBack(company, batch);
    }

    private void idle(CompanyKey company, PaymentBatch batch, Instant now) {
        Set<Long> idling = new HashSet<>(batch.ended());
        if (!idling.isEmpty()) {
            idling.removeAll(payments.ordersUnderWay(company, idling));
            Duration idle = merchants.profile(company).idle();
            idling.forEach(key -> batch.idle(key, now.plus(idle), null));
        }
    }

    private void giveBack(CompanyKey company, PaymentBatch batch) {
        refunds.giveBack(
                company,
                batch.givenBack().entrySet().stream()
                        .map(each -> new Refunds.Return(batch.payment(each.getKey()), each.getValue()))
                        .toList());
    }

    private void post(CompanyKey company, PaymentBatch batch, Instant until) {
        List<Command> commands = new ArrayList<>();
        List<Attempt> whose = new ArrayList<>();
        batch.money().forEach((key, what) -> {
            Attempt payment = batch.payment(key);
            Long hold = batch.isReserved(key) && what != Money.HOLD ? reservation(company, payment) : null;
            String orderId = batch.order(payment.orderKey()).orderId();
            for (Command command : PaymentPostings.of(what, payment, hold, until, orderId)) {
                commands.add(command);
                whose.add(payment);
            }
        });
        if (commands.isEmpty()) {
            return;
        }
        List<Command> instead = new ArrayList<>();
        List<Outcome> outcomes = ledger.postAll(company, commands);
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Refused refused) {
                otherwise(commands.get(i), whose.get(i), refused, instead);
            }
        }
        if (!instead.isEmpty()) {
            ledger.postAll(company, instead).forEach(PaymentReports::posted);
        }
    }

    private @Nullable Long reservation(CompanyKey company, Attempt payment) {
        TransferView transfer = ledger.transfer(company, PaymentPostings.reservation(payment));
        return transfer == null ? null : transfer.id();
    }

    /// A reservation that has ended by itself, or was let go before a late success, is no reason not to take the money.
    private static void otherwise(Command command, Attempt payment, Outcome.Refused refused, List<Command> instead) {
        boolean closed = refused.reason() == Outcome.Reason.HOLD_CLOSED;
        switch (command) {
            case Command.Capture capture
            when closed -> instead.add(PaymentPostings.captureAtOnce(payment, capture.detail()));
            case Command.Release _ when closed -> {
                // Gone already.
            }
            default -> posted(refused);
        }
    }

    private static void posted(Outcome outcome) {
        if (outcome instanceof Outcome.Refused(Outcome.Reason reason, String what)) {
            throw new IllegalStateException("the ledger refused what a rail has done: " + reason + " " + what);
        }
    }
}
