package io.kosh.gateway.internal;

import io.kosh.gateway.OrderState;
import io.kosh.gateway.internal.PaymentOrderMoves.Move;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Cells;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `gateway.order_move`.
@Component
final class PaymentOrderMoveStore {
    private final JdbcClient jdbc;

    PaymentOrderMoveStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insertAll(RoundTrip trip, CompanyKey company, List<Move> moves) {
        trip.write(
                """
                        insert into gateway.order_move (company_id, order_id, number, at, actor, from_state, to_state,
                            reason)
                        select ?, c1::bigint, c2::int, c3::timestamptz, c4, c5, c6, c7
                        from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                            as made (c1, c2, c3, c4, c5, c6, c7)""",
                Cells.<Move>of(
                        company.value(),
                        moves,
                        Move::orderKey,
                        Move::number,
                        Move::at,
                        Move::actor,
                        Move::from,
                        Move::to,
                        Move::reason));
    }

    /// The moves of an order, the first of which made it.
    List<Move> of(CompanyKey company, long orderKey) {
        return jdbc.sql("select * from gateway.order_move where company_id = ? and order_id = ? order by number")
                .params(company.value(), orderKey)
                .query((row, _) -> {
                    String from = row.getString("from_state");
                    return new Move(
                            row.getLong("order_id"),
                            row.getInt("number"),
                            SqlTimes.instant(row, "at"),
                            row.getString("actor"),
                            from == null ? null : OrderState.valueOf(from),
                            OrderState.valueOf(row.getString("to_state")),
                            row.getString("reason"));
                })
                .list();
    }
}
