package io.kosh.cards.internal;

import io.kosh.cards.internal.PlasticOrder.Move;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.physical_order` and its moves.
@Component
final class PlasticOrderStore {
    private final JdbcClient jdbc;

    PlasticOrderStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Writes an order for the card's number, and that it was made.
    PlasticOrder insert(CompanyKey company, Card card, PostalAddress address, String actor, Instant at) {
        long key = jdbc.sql("""
                        insert into cards.physical_order (company_id, card_id, token, state, step, ordered_at, address,
                            address2, city, state_of_address, country, pincode)
                        values (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?) returning id""")
                .params(company.value(), card.key(), card.token(), PlasticState.ORDERED.name(), SqlTimes.column(at))
                .param(address.line())
                .param(address.line2())
                .param(address.city())
                .param(address.state())
                .param(address.country())
                .param(address.pincode())
                .query(Long.class)
                .single();
        PlasticOrder order = new PlasticOrder(key, card.token(), PlasticState.ORDERED, 1, address, at);
        keep(company, order, new Move(null, PlasticState.ORDERED, actor, at));
        return order;
    }

    /// The order of a card that is not cancelled, null where there is none.
    @Nullable
    PlasticOrder find(CompanyKey company, long card) {
        return jdbc.sql("""
                        select * from cards.physical_order
                        where company_id = ? and card_id = ? and state <> 'CANCELLED'""")
                .params(company.value(), card)
                .query((row, _) -> order(row))
                .optional()
                .orElse(null);
    }

    /// Writes how the order of a locked card is now.
    void move(CompanyKey company, PlasticOrder moved, Move move) {
        jdbc.sql("update cards.physical_order set state = ?, step = ? where company_id = ? and id = ?")
                .params(moved.state().name(), moved.step(), company.value(), moved.key())
                .update();
        keep(company, moved, move);
    }

    private void keep(CompanyKey company, PlasticOrder order, Move move) {
        PlasticState from = move.from();
        jdbc.sql("""
                        insert into cards.physical_order_move (company_id, order_id, step, state_from, state_to, actor,
                            moved_at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(company.value(), order.key(), order.step())
                .param(from == null ? null : from.name())
                .params(move.to().name(), move.actor(), SqlTimes.column(move.at()))
                .update();
    }

    /// Oldest first.
    List<Move> moves(CompanyKey company, long order) {
        return jdbc.sql("""
                        select state_from, state_to, actor, moved_at from cards.physical_order_move
                        where company_id = ? and order_id = ? order by step""")
                .params(company.value(), order)
                .query((row, _) -> new Move(
                        state(row.getString(1)),
                        PlasticState.valueOf(row.getString(2)),
                        row.getString(3),
                        SqlTimes.instant(row, 4)))
                .list();
    }

    private static @Nullable PlasticState state(@Nullable String kept) {
        return kept == null ? null : PlasticState.valueOf(kept);
    }

    private static PlasticOrder order(ResultSet row) throws SQLException {
        return new PlasticOrder(
                row.getLong("id"),
                row.getString("token"),
                PlasticState.valueOf(row.getString("state")),
                row.getInt("step"),
                new PostalAddress(
                        row.getString("address"),
                        row.getString("address2"),
                        row.getString("city"),
                        row.getString("state_of_address"),
                        row.getString("country"),
                        row.getString("pincode")),
                SqlTimes.instant(row, "ordered_at"));
    }
}
