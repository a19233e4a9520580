package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentState;
import io.kosh.gateway.internal.Refund.Standing;
import io.kosh.gateway.internal.RefundNews.Moved;
import io.kosh.gateway.internal.RefundStore.Move;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Hundredths;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Outcome;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyAlerts;
import io.kosh.platform.Database;
import io.kosh.rails.RefundAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// The one way by which refunds end: what rails answer and what they tell by themselves. The payments are locked, then
/// the refunds, each in the order of their keys; a refund's money, its state and its payment's are one commit.
@Component
final class RefundOutcomes {
    private static final Logger LOG = LoggerFactory.getLogger(RefundOutcomes.class);
    private static final int LONGEST = 200;

    private final Database database;
    private final RefundStore store;
    private final AttemptStore payments;
    private final PaymentOrderStore orders;
    private final Ledger ledger;
    private final RefundNews news;
    private final PaymentNews paymentNews;
    private final CompanyAlerts alerts;
    private final BusinessClock clock;
    private final RefundSettings settings;

    RefundOutcomes(
            Database database,
            RefundStore store,
            AttemptStore payments,
            PaymentOrderStore orders,
            Ledger ledger,
            RefundNews news,
            PaymentNews paymentNews,
            CompanyAlerts alerts,
            BusinessClock clock,
            RefundSettings settings) {
        this.database = database;
        this.store = store;
        this.payments = payments;
        this.orders = orders;
        this.ledger = ledger;
        this.news = news;
        this.paymentNews = paymentNews;
        this.alerts = alerts;
        this.clock = clock;
        this.settings = settings;
    }

    /// What a rail says of a refund.
    record Told(String refundId, String rail, RefundAnswer answer) {}

    /// Writes what rails say, in their order, and gives the refunds as they stand once that is committed. What is told
    /// of a refund that is not there is left out.
    ///
    /// @param atLeast the company's time, where the caller knows it to be later than the clock says
    List<Refund> told(CompanyKey company, List<Told> told, Instant atLeast) {
        return database.inCompany(company, () -> {
            Instant now = clock.now(company);
            return write(company, told, now.isBefore(atLeast) ? atLeast : now);
        });
    }

    private List<Refund> write(CompanyKey company, List<Told> told, Instant now) {
        Map<String, Refund> refunds = new HashMap<>();
        List<Refund> known =
                store.findAll(company, told.stream().map(Told::refundId).toList());
        Map<Long, Attempt> locked = new TreeMap<>();
        payments.lockAll(company, known.stream().map(Refund::paymentKey).collect(Collectors.toSet()))
                .forEach(each -> locked.put(each.key(), each));
        store.lockAll(company, known.stream().map(Refund::key).toList())
                .forEach(each -> refunds.put(each.refundId(), each));
        Map<String, Refund> changed = new HashMap<>();
        List<Ended> moves = new ArrayList<>();
        for (Told each : told) {
            Refund before = refunds.get(each.refundId());
            if (before == null) {
                LOG.warn("the rail {} told of a refund that is not there", each.rail());
                continue;
            }
            Refund after = decide(company, before, each, now);
            refunds.put(after.refundId(), after);
            if (!after.equals(before)) {
                changed.put(after.refundId(), after);
            }
            if (after.state() != before.state()) {
                moves.add(new Ended(before.state(), after, each));
            }
        }
        store.saveAll(company, List.copyOf(changed.values()));
        keep(company, moves, locked, now);
        return List.copyOf(refunds.values());
    }

    /// A move that something told made.
    private record Ended(RefundState from, Refund after, Told told) {
        @Nullable
        String note() {
            return told.answer() instanceof RefundAnswer.Declined(String code, String _) ? cut(code) : null;
        }
    }

    private Refund decide(CompanyKey company, Refund before, Told told, Instant now) {
        if (!before.state().isOpen()) {
            contradict(company, before, told);
            return before;
        }
        return switch (told.answer()) {
            case RefundAnswer.Refunded(String reference, String bankReference) ->
                before.moved(
                        new Standing(
                                RefundState.SUCCESS, reference, bankReference, "The payer has the money back.", null),
                        now);
            case RefundAnswer.Declined(String _, String message) ->
                before.moved(new Standing(RefundState.FAILED, null, null, cut(message), null), now);
            case RefundAnswer.Working(String reference, var hint) -> {
                Instant next = now.plus(settings.pause(before.asked(), hint));
                yield before.state() == RefundState.PENDING_WITH_BANK
                        ? before.dueAt(next)
                        : before.moved(
                                new Standing(
                                        RefundState.PENDING_WITH_BANK,
                                        reference,
                                        null,
                                        "The money is on its way to the payer.",
                                        next),
                                now);
            }
            case RefundAnswer.Unknown() -> before.dueAt(now.plus(settings.pause(before.asked(), null)));
            case RefundAnswer.Unheard(String _, var hint) ->
                before.dueAt(now.plus(settings.pause(before.asked(), hint)));
        };
    }

    /// A rail's last word stands. One that takes it back has made a mistake that people have to settle with it.
    private void contradict(CompanyKey company, Refund refund, Told told) {
        boolean contradicts = switch (told.answer()) {
            case RefundAnswer.Refunded _ -> refund.state() == RefundState.FAILED;
            case RefundAnswer.Declined _ -> refund.state() == RefundState.SUCCESS;
            case RefundAnswer.Working _, RefundAnswer.Unknown _, RefundAnswer.Unheard _ -> false;
        };
        if (contradicts) {
            LOG.error("the refund {} is {}, and its rail says the opposite now", refund.refundId(), refund.state());
            alerts.alert(
                    company,
                    "refund-contradicted",
                    List.of(refund.refundId(), refund.state().name()));
        }
    }

    private void keep(CompanyKey company, List<Ended> moves, Map<Long, Attempt> locked, Instant now) {
        if (moves.isEmpty()) {
            return;
        }
        post(company, moves);
        store.insertMoves(
                company,
                moves.stream()
                        .map(each -> new Move(
                                each.after().key(),
                                each.after().version(),
                                now,
                                each.told().rail(),
                                each.from(),
                                each.after().state(),
                                each.note()))
                        .toList());
        Map<Long, PaymentOrder> of = ordersOf(company, locked.values().stream().toList());
        pay(company, moves, locked, of, now);
        news.moved(
                company,
                moves.stream()
                        .map(each -> {
                            Attempt payment = Objects.requireNonNull(
                                    locked.get(each.after().paymentKey()));
                            return new Moved(
                                    new OrderRefund(
                                            Objects.requireNonNull(of.get(payment.orderKey())), payment, each.after()),
                                    each.from());
                        })
                        .toList());
    }

    private void post(CompanyKey company, List<Ended> moves) {
        List<Command> commands = new ArrayList<>();
        for (Ended move : moves) {
            switch (move.after().state()) {
                case SUCCESS -> commands.add(RefundPostings.capture(move.after()));
                case FAILED -> commands.add(RefundPostings.release(move.after()));
                case CREATED, PENDING_WITH_BANK -> {
                    // Its money stays set aside.
                }
            }
        }
        for (Outcome outcome : ledger.postAll(company, commands)) {
            if (outcome instanceof Outcome.Refused(Outcome.Reason reason, String what)) {
                throw new IllegalStateException("the ledger refused the end of a refund: " + reason + " " + what);
            }
        }
    }

    /// Moves the payments of refunds that ended, and gives what failed back to what can be given.
    private void pay(
            CompanyKey company, List<Ended> moves, Map<Long, Attempt> locked, Map<Long, PaymentOrder> of, Instant now) {
        Map<Long, List<Refund>> all = store
                .ofPayments(
                        company,
                        moves.stream().map(each -> each.after().paymentKey()).collect(Collectors.toSet()))
                .stream()
                .collect(Collectors.groupingBy(Refund::paymentKey));
        List<Attempt> changed = new ArrayList<>();
        List<AttemptStore.Move> paymentMoves = new ArrayList<>();
        List<PaymentNews.Moved> told = new ArrayList<>();
        all.forEach((key, refunds) -> {
            Attempt before = Objects.requireNonNull(locked.get(key), "a refund's payment is locked before it");
            Attempt after = after(before, refunds, now);
            if (after.equals(before)) {
                return;
            }
            locked.put(key, after);
            changed.add(after);
            if (after.state() != before.state()) {
                paymentMoves.add(new AttemptStore.Move(key, now, "kosh", before.state(), after.state(), null));
                told.add(new PaymentNews.Moved(
                        Objects.requireNonNull(of.get(after.orderKey())), before.state(), after, null));
            }
        });
        payments.saveAll(company, changed);
        payments.insertMoves(company, paymentMoves);
        paymentNews.moved(company, told);
        moves.stream()
                .filter(each -> each.after().state() == RefundState.FAILED
                        && each.after().unapplied())
                .forEach(each -> alerts.alert(
                        company,
                        "refund-returned",
                        List.of(
                                Objects.requireNonNull(locked.get(each.after().paymentKey()))
                                        .paymentId(),
                                Hundredths.full(each.after().amountMinor()).toPlainString(),
                                each.after().message())));
    }

    private static Attempt after(Attempt payment, List<Refund> refunds, Instant now) {
        long given = sum(refunds, RefundState.SUCCESS);
        long going = given + sum(refunds, RefundState.CREATED) + sum(refunds, RefundState.PENDING_WITH_BANK);
        if (given == 0) {
            return payment.refunding(going);
        }
        boolean whole = given >= payment.mostRefundable();
        PaymentState to = whole ? PaymentState.REFUNDED : PaymentState.PARTIALLY_REFUNDED;
        if (to == payment.state()) {
            return payment.refunding(going);
        }
        return payment.refunded(
                PaymentState.LIFECYCLE.move(GatewayError.REFUND_NOT_POSSIBLE, payment.state(), to), going, now);
    }

    private static long sum(List<Refund> refunds, RefundState state) {
        return refunds.stream()
                .filter(each -> each.state() == state)
                .mapToLong(Refund::amountMinor)
                .sum();
    }

    private Map<Long, PaymentOrder> ordersOf(CompanyKey company, List<Attempt> of) {
        return orders.findAll(company, of.stream().map(Attempt::orderKey).collect(Collectors.toSet())).stream()
                .collect(Collectors.toMap(PaymentOrder::key, each -> each));
    }

    /// Refunds with what they are about, in the same order.
    List<OrderRefund> shown(CompanyKey company, List<Refund> refunds) {
        Map<Long, Attempt> of =
                payments
                        .findAll(
                                company,
                                refunds.stream().map(Refund::paymentKey).collect(Collectors.toSet()))
                        .stream()
                        .collect(Collectors.toMap(Attempt::key, each -> each));
        Map<Long, PaymentOrder> by = ordersOf(company, List.copyOf(of.values()));
        return refunds.stream()
                .map(each -> {
                    Attempt payment = Objects.requireNonNull(of.get(each.paymentKey()));
                    return new OrderRefund(Objects.requireNonNull(by.get(payment.orderKey())), payment, each);
                })
                .toList();
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
