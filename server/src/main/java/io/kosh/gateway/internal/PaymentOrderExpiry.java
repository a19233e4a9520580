package io.kosh.gateway.internal;

import io.kosh.gateway.OrderState;
import io.kosh.gateway.internal.PaymentOrderMoves.Changed;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.platform.GroupCommit;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.GroupCommits;
import io.kosh.platform.RoundTrips;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Ends orders whose time is over: nothing happened for too long, or nobody paid by the end. Many share a commit.
@Component
final class PaymentOrderExpiry implements DueWork {
    private static final String NAME = "gateway.order-expiry";
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Database database;
    private final PaymentOrderStore store;
    private final PaymentOrderMoves moves;
    private final BusinessClock clock;
    private final RoundTrips trips;
    private final GroupCommit<Long, Ended> commits;

    PaymentOrderExpiry(
            Database database,
            PaymentOrderStore store,
            PaymentOrderMoves moves,
            BusinessClock clock,
            RoundTrips trips,
            GroupCommits commits) {
        this.database = database;
        this.store = store;
        this.moves = moves;
        this.clock = clock;
        this.trips = trips;
        this.commits = commits.open(NAME, this::end);
    }

    /// What became of an order that was due.
    ///
    /// @param dueAt when it was, null where it is not any more
    private record Ended(PaymentOrder order, @Nullable Instant dueAt) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Map<CompanyKey, Instant> earliest() {
        return store.earliest();
    }

    @Override
    public List<Fired> run(CompanyKey company, Instant now, int most) {
        List<Long> due = database.inCompany(company, () -> store.expired(company, now, most));
        List<Answer<Ended>> answers = due.isEmpty() ? List.of() : commits.submitAll(company, due);
        List<Fired> fired = new ArrayList<>(answers.size());
        for (int i = 0; i < answers.size(); i++) {
            switch (answers.get(i)) {
                case Answer.Done<Ended>(Ended(PaymentOrder order, Instant at)) -> {
                    if (at != null) {
                        fired.add(new Fired(NAME, "order " + order.orderId(), at, true, "expired"));
                    }
                }
                case Answer.Refused<Ended>(Refusal refusal) ->
                    fired.add(new Fired(
                            NAME,
                            "order " + due.get(i),
                            now,
                            false,
                            refusal.code().name()));
            }
        }
        return fired;
    }

    /// Ends an order at which somebody looks after its time, before its turn comes; tells whether its time was over.
    /// Never called inside a transaction.
    boolean endIfOver(CompanyKey company, PaymentOrder order) {
        boolean over = order.state().isPayable() && !clock.now(company).isBefore(order.expiresAt());
        if (over) {
            commits.submit(company, order.key());
        }
        return over;
    }

    /// Ends many in the transaction that it finds. One that was paid or touched meanwhile is left alone.
    private List<Answer<Ended>> end(CompanyKey company, List<Long> keys) {
        // Says the company before the first look.
        trips.begin().send();
        Instant now = clock.now(company);
        Map<Long, PaymentOrder> locked =
                store.lockAll(company, keys).stream().collect(Collectors.toMap(PaymentOrder::key, order -> order));
        Map<Long, Ended> ended = new HashMap<>();
        List<Changed> changes = new ArrayList<>();
        locked.forEach((key, order) -> {
            if (!order.state().isPayable() || now.isBefore(order.expiresAt())) {
                ended.put(key, new Ended(order, null));
                return;
            }
            PaymentOrder after = order.in(OrderState.EXPIRED, now);
            boolean whole = !now.isBefore(order.endsAt());
            changes.add(new Changed(order, after, "expiry", whole ? "its time was over" : "it lay idle", null));
            ended.put(key, new Ended(after, order.expiresAt()));
        });
        moves.save(company, changes);
        return keys.stream()
                .<Answer<Ended>>map(key -> new Answer.Done<>(found(ended, key)))
                .toList();
    }

    private static Ended found(Map<Long, Ended> ended, Long key) {
        Ended found = ended.get(key);
        if (found == null) {
            throw new IllegalStateException("the order " + key + " is gone");
        }
        return found;
    }
}
