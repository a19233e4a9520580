package io.kosh.cards.internal;

import io.kosh.cards.internal.CardMoves.Move;
import io.kosh.cards.internal.CardMoves.Wanted;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The state of `cards.card`, and `cards.card_move`.
@Component
final class CardMoveStore {
    private final JdbcClient jdbc;

    CardMoveStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The state of a card, whose row is locked until the transaction ends.
    CardState lock(CompanyKey company, long card) {
        return CardState.valueOf(jdbc.sql("select state from cards.card where company_id = ? and id = ? for update")
                .params(company.value(), card)
                .query(String.class)
                .single());
    }

    /// The place of a card's next move.
    int next(CompanyKey company, long card) {
        return jdbc.sql("select coalesce(max(place), 1) + 1 from cards.card_move where company_id = ? and card_id = ?")
                .params(company.value(), card)
                .query(Integer.class)
                .single();
    }

    void save(CompanyKey company, long card, Move move) {
        Wanted wanted = move.wanted();
        jdbc.sql("update cards.card set state = ? where company_id = ? and id = ?")
                .params(wanted.to().name(), company.value(), card)
                .update();
        jdbc.sql("""
                        insert into cards.card_move (company_id, card_id, place, from_state, to_state, reason, asked_by,
                            actor, at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        company.value(),
                        card,
                        move.place(),
                        move.from().name(),
                        wanted.to().name())
                .param(wanted.reason())
                .param(wanted.askedBy())
                .params(wanted.actor(), SqlTimes.column(move.at()))
                .update();
    }

    /// The moves of a card, newest first.
    List<Move> newest(CompanyKey company, long card, int most) {
        return jdbc.sql("""
                        select * from cards.card_move where company_id = ? and card_id = ?
                        order by place desc limit ?""")
                .params(company.value(), card, most)
                .query((row, _) -> new Move(
                        row.getInt("place"),
                        CardState.valueOf(row.getString("from_state")),
                        new Wanted(
                                CardState.valueOf(row.getString("to_state")),
                                row.getString("reason"),
                                row.getString("asked_by"),
                                row.getString("actor")),
                        SqlTimes.instant(row, "at")))
                .list();
    }
}
