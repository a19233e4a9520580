package io.kosh.gateway.internal;

import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentState;
import io.kosh.gateway.internal.AttemptStore.Move;
import io.kosh.gateway.internal.PaymentDecision.Money;
import io.kosh.gateway.internal.PaymentNews.Moved;
import io.kosh.gateway.internal.PaymentOrderMoves.Changed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was told of some payments, decided one after the other over the rows that are locked; what is to be written of
/// it is gathered here.
final class PaymentBatch {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentBatch.class);

    private final Map<Long, PaymentOrder> orders;
    private final Map<Long, Attempt> payments;
    private final Instant now;
    private final PaymentSettings settings;
    private final Map<Long, Attempt> changed = new LinkedHashMap<>();
    private final Map<Long, Money> money = new LinkedHashMap<>();
    private final Map<Long, Refund.Cause> givenBack = new LinkedHashMap<>();
    private final Set<Long> reserved = new HashSet<>();
    private final Set<Long> ended = new HashSet<>();
    private final List<Changed> orderChanges = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();
    private final List<Moved> news = new ArrayList<>();

    /// @param orders   by key
    /// @param payments by key
    PaymentBatch(Map<Long, PaymentOrder> orders, Map<Long, Attempt> payments, Instant now, PaymentSettings settings) {
        this.orders = orders;
        this.payments = payments;
        this.now = now;
        this.settings = settings;
        payments.values().stream()
                .filter(each -> each.state() == PaymentState.AUTHORIZED)
                .forEach(each -> reserved.add(each.key()));
    }

    /// Decides what was told of a payment.
    void tell(long paymentKey, Told told, @Nullable String requestId) {
        Attempt before = payment(paymentKey);
        PaymentOrder order = order(before.orderKey());
        PaymentDecision decision = PaymentDecision.of(order.state(), before, told, now, settings);
        Attempt after = decision.after();
        if (decision.giveBack() == Refund.Cause.ANOTHER_AMOUNT) {
            LOG.error("payment {}: the rail says that another amount was paid; it goes back", before.paymentId());
        }
        if (!after.equals(before)) {
            payments.put(paymentKey, after);
            changed.put(paymentKey, after);
        }
        if (decision.moved(before) || decision.note() != null) {
            boolean moved = decision.moved(before);
            moves.add(new Move(
                    paymentKey,
                    now,
                    told.actor(),
                    moved ? before.state() : null,
                    moved ? after.state() : null,
                    decision.note() == null ? after.code() : decision.note()));
        }
        Money next = decision.money();
        if (next != Money.NOTHING) {
            // What is reserved and let go in one batch leaves no trace in the books.
            money.merge(
                    paymentKey, next, (had, last) -> had == Money.HOLD && last == Money.RELEASE ? Money.NOTHING : last);
        }
        Refund.Cause cause = decision.giveBack();
        if (cause != null) {
            givenBack.put(paymentKey, cause);
        }
        if (decision.orderPaid()) {
            pay(order, told, before, requestId);
        } else if (before.state().isOpen()
                && !after.state().isOpen()
                && order.state().isPayable()) {
            ended.add(order.key());
        }
        if (decision.moved(before)) {
            news.add(new Moved(order(before.orderKey()), before.state(), after, requestId));
        }
    }

    private void pay(PaymentOrder order, Told told, Attempt before, @Nullable String requestId) {
        PaymentOrder paying = order;
        if (before.isReadyLink()) {
            // Paid by a code that nobody said was shown: it was an attempt after all.
            paying = change(paying, paying.tried(now), told, requestId);
        }
        if (paying.state() != OrderState.ATTEMPTED) {
            paying = change(paying, paying.in(OrderState.ATTEMPTED, now), told, requestId);
        }
        change(paying, paying.in(OrderState.PAID, now), told, requestId);
    }

    private PaymentOrder change(PaymentOrder from, PaymentOrder to, Told told, @Nullable String requestId) {
        orderChanges.add(new Changed(from, to, told.actor(), null, requestId));
        orders.put(to.key(), to);
        return to;
    }

    Set<Long> payments() {
        return payments.keySet();
    }

    /// The orders of which a payment of the batch is under way; a link that nobody opened is none.
    Set<Long> underWay() {
        return payments.values().stream()
                .filter(each -> each.state().isOpen() && each.dueAt() != null)
                .map(Attempt::orderKey)
                .collect(Collectors.toSet());
    }

    /// Orders that can be paid on and of which a payment has ended.
    Set<Long> ended() {
        Set<Long> payable = new HashSet<>(ended);
        payable.removeIf(key -> !order(key).state().isPayable());
        return payable;
    }

    /// Lets an order idle again, because none of its payments is under way.
    void idle(long orderKey, Instant until, @Nullable String requestId) {
        PaymentOrder order = order(orderKey);
        PaymentOrder idling = order.idlingUntil(until, now);
        orderChanges.add(new Changed(order, idling, "kosh", null, requestId));
        orders.put(orderKey, idling);
    }

    PaymentOrder order(long key) {
        return Objects.requireNonNull(orders.get(key), "the order of a payment is locked before it");
    }

    Attempt payment(long key) {
        return Objects.requireNonNull(payments.get(key), "what is told is about a payment that is locked");
    }

    List<Attempt> changed() {
        return List.copyOf(changed.values());
    }

    List<Changed> orderChanges() {
        return List.copyOf(orderChanges);
    }

    List<Move> moves() {
        return List.copyOf(moves);
    }

    List<Moved> news() {
        return List.copyOf(news);
    }

    /// What moves, by payment.
    Map<Long, Money> money() {
        return money;
    }

    /// Whether something was reserved for a payment before this batch.
    boolean isReserved(long paymentKey) {
        return reserved.contains(paymentKey);
    }

    /// Why payments go back, by payment.
    Map<Long, Refund.Cause> givenBack() {
        return givenBack;
    }
}
