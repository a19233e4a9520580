package io.kosh.gateway.internal;

import io.kosh.gateway.internal.PaymentDecision.Money;
import io.kosh.gateway.internal.PaymentLockStore.Locked;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.SourceKey;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The one way by which payments move: whatever rails answer, report by themselves and are asked, and what payers do,
/// goes through batches that share a commit. A batch locks its orders and then its payments, each in the order of their
/// keys, so that of many successes of one order exactly one counts.
@Component
final class PaymentReports implements RailReports {
    /// A reservation outlives the time for which its rail is asked.
    private static final Duration LONGER = Duration.ofDays(1);

    private final PaymentOrderMoves orderMoves;
    private final AttemptStore payments;
    private final PaymentLockStore locks;
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
            PaymentOrderMoves orderMoves,
            AttemptStore payments,
            PaymentLockStore locks,
            Merchants merchants,
            Ledger ledger,
            Refunds refunds,
            PaymentNews news,
            OrderWatches watches,
            BusinessClock clock,
            PaymentSettings settings,
            RoundTrips trips,
            GroupCommits commits) {
        this.orderMoves = orderMoves;
        this.payments = payments;
        this.locks = locks;
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

    /// Three round trips, however many are told of: the locks, the sources and accounts, and all that is
    /// written, with the commit. Where holds end or money goes back, what is posted is read on, so it takes
    /// some more.
    private List<Answer<OrderPayment>> handle(CompanyKey company, List<Report> reports) {
        RoundTrip locking = trips.begin();
        Locked locked = locks.lock(
                locking, company, reports.stream().map(Report::paymentId).collect(Collectors.toSet()));
        locking.send();
        Instant now = now(company, reports);
        PaymentBatch batch = new PaymentBatch(locked.orders(), locked.payments(), now, settings);
        for (Report report : reports) {
            Long key = locked.keys().get(report.paymentId());
            if (key != null) {
                batch.tell(key, report.told(), report.requestId());
            }
        }
        keep(company, batch, now);
        return reports.stream()
                .map(each -> answer(each, locked.keys().get(each.paymentId()), batch))
                .toList();
    }

    private static Answer<OrderPayment> answer(Report report, @Nullable Long key, PaymentBatch batch) {
        if (key == null) {
            return new Answer.Refused<>(
                    Refusal.of(GatewayError.PAYMENT_UNKNOWN, "there is no transaction " + report.paymentId()));
        }
        Attempt payment = batch.payment(key);
        return new Answer.Done<>(new OrderPayment(batch.order(payment.orderKey()), payment));
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

    private void keep(CompanyKey company, PaymentBatch batch, Instant now) {
        List<Posting> postings =
                postings(company, batch, now.plus(settings.giveUpAfter()).plus(LONGER));
        RoundTrip reads = trips.begin();
        Runnable idle = idle(reads, company, batch, now);
        if (batch.givenBack().isEmpty() && commands(postings).stream().noneMatch(Command::endsHold)) {
            ledger.postAllLast(company, commands(postings), reads).forEach(PaymentReports::posted);
            idle.run();
            written(company, batch).sendAtEnd();
        } else {
            reads.send();
            idle.run();
            written(company, batch).send();
            post(company, postings);
        }
        news.moved(company, batch.orderChanges(), batch.news());
        giveBack(company, batch);
    }

    private RoundTrip written(CompanyKey company, PaymentBatch batch) {
        RoundTrip writes = trips.begin();
        payments.saveAll(writes, company, batch.changed());
        payments.insertMoves(writes, company, batch.moves());
        orderMoves.write(writes, company, batch.orderChanges());
        return writes;
    }

    /// Lets orders idle again, once the trip is made, of which a payment has ended and none is under way.
    private Runnable idle(RoundTrip reads, CompanyKey company, PaymentBatch batch, Instant now) {
        Set<Long> idling = batch.ended();
        if (idling.isEmpty()) {
            return () -> {};
        }
        Set<Long> underWay = payments.ordersUnderWay(reads, company, idling, batch.payments());
        Duration[] idle = {MerchantProfile.USUAL_IDLE};
        merchants.idle(reads, company, said -> idle[0] = said);
        return () -> {
            idling.removeAll(underWay);
            idling.removeAll(batch.underWay());
            idling.forEach(key -> batch.idle(key, now.plus(idle[0]), null));
        };
    }

    private void giveBack(CompanyKey company, PaymentBatch batch) {
        refunds.giveBack(
                company,
                batch.givenBack().entrySet().stream()
                        .map(each -> new Refunds.Return(batch.payment(each.getKey()), each.getValue()))
                        .toList());
    }

    /// A command, and the payment that it is for.
    private record Posting(Command command, Attempt payment) {}

    private static List<Command> commands(List<Posting> postings) {
        return postings.stream().map(Posting::command).toList();
    }

    private List<Posting> postings(CompanyKey company, PaymentBatch batch, Instant until) {
        Map<SourceKey, Long> reservations = reservations(company, batch);
        List<Posting> postings = new ArrayList<>();
        batch.money().forEach((key, what) -> {
            Attempt payment = batch.payment(key);
            Long hold = reservations.get(PaymentPostings.reservation(payment));
            String orderId = batch.order(payment.orderKey()).orderId();
            PaymentPostings.of(what, payment, hold, until, orderId)
                    .forEach(command -> postings.add(new Posting(command, payment)));
        });
        return postings;
    }

    /// The transfers that reserved what moves now.
    private Map<SourceKey, Long> reservations(CompanyKey company, PaymentBatch batch) {
        Map<SourceKey, String> asked = new HashMap<>();
        batch.money().forEach((key, what) -> {
            if (batch.isReserved(key) && what != Money.HOLD) {
                Attempt payment = batch.payment(key);
                asked.put(PaymentPostings.reservation(payment), PaymentPostings.request(payment));
            }
        });
        Map<SourceKey, Long> found = new HashMap<>();
        if (!asked.isEmpty()) {
            ledger.findAll(company, asked).forEach((source, outcome) -> {
                posted(outcome);
                if (outcome instanceof Outcome.Posted reserved) {
                    found.put(source, reserved.transfer());
                }
            });
        }
        return found;
    }

    private void post(CompanyKey company, List<Posting> postings) {
        List<Command> instead = new ArrayList<>();
        List<Outcome> outcomes = ledger.postAll(company, commands(postings));
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Refused refused) {
                otherwise(postings.get(i).command(), postings.get(i).payment(), refused, instead);
            }
        }
        if (!instead.isEmpty()) {
            ledger.postAll(company, instead).forEach(PaymentReports::posted);
        }
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
