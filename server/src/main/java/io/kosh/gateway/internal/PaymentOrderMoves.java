package io.kosh.gateway.internal;

import io.kosh.gateway.OrderState;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.RequestContext;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Saves orders that changed: each move of a state is kept and told.
@Component
final class PaymentOrderMoves {
    private final PaymentOrderStore orders;
    private final PaymentOrderMoveStore moves;
    private final PaymentOrderNews news;
    private final RoundTrips trips;

    PaymentOrderMoves(PaymentOrderStore orders, PaymentOrderMoveStore moves, PaymentOrderNews news, RoundTrips trips) {
        this.orders = orders;
        this.moves = moves;
        this.news = news;
        this.trips = trips;
    }

    /// A move as it is kept.
    ///
    /// @param number the order's version after it
    /// @param actor  who called, or what did it
    /// @param from   null for the first
    record Move(
            long orderKey,
            int number,
            Instant at,
            String actor,
            @Nullable OrderState from,
            OrderState to,
            @Nullable String reason) {}

    /// A change of an order, with one move of its state or none.
    ///
    /// @param before    as it was when it was locked; null where it is new
    /// @param actor     who called, or what did it
    /// @param reason    why, where anybody said
    /// @param requestId the request that asks, null where none does
    record Changed(
            @Nullable PaymentOrder before,
            PaymentOrder after,
            String actor,
            @Nullable String reason,
            @Nullable String requestId) {

        /// By the request under way.
        static Changed of(PaymentOrder before, PaymentOrder after, String actor, @Nullable String reason) {
            return new Changed(before, after, actor, reason, RequestContext.idOrNull());
        }

        /// Whether the state moved.
        boolean moved() {
            return before == null || before.version() != after.version();
        }

        @Nullable
        OrderState from() {
            return before == null ? null : before.state();
        }

        private Move move() {
            return new Move(after.key(), after.version(), after.modifiedAt(), actor, from(), after.state(), reason);
        }
    }

    /// Writes what changed of orders that are locked until the transaction of the company that is open
    /// ends, and tells it. Several changes of one order follow each other.
    void save(CompanyKey company, List<Changed> changes) {
        RoundTrip trip = trips.begin();
        write(trip, company, changes);
        trip.send();
        news.ordersMoved(company, changes);
    }

    /// The same with a trip, and untold.
    void write(RoundTrip trip, CompanyKey company, List<Changed> changes) {
        Map<Long, PaymentOrder> last = new LinkedHashMap<>();
        changes.forEach(each -> last.put(each.after().key(), each.after()));
        orders.saveAll(trip, company, last.values());
        keep(trip, company, changes);
    }

    /// Keeps the moves of orders that were written, and tells them.
    void keep(CompanyKey company, List<Changed> changes) {
        RoundTrip trip = trips.begin();
        keep(trip, company, changes);
        trip.send();
        news.ordersMoved(company, changes);
    }

    private void keep(RoundTrip trip, CompanyKey company, List<Changed> changes) {
        List<Move> made =
                changes.stream().filter(Changed::moved).map(Changed::move).toList();
        if (!made.isEmpty()) {
            moves.insertAll(trip, company, made);
        }
    }

    /// The moves of an order, the first of which made it.
    List<Move> of(CompanyKey company, PaymentOrder order) {
        return moves.of(company, order.key());
    }
}
