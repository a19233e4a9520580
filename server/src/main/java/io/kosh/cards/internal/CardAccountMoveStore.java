package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The state of `cards.card_account`, and `cards.card_account_move`.
@Component
final class CardAccountMoveStore {
    private final JdbcClient jdbc;

    CardAccountMoveStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The place of an account's next move.
    int next(CompanyKey company, long account) {
        return jdbc.sql("""
                        select coalesce(max(place), 1) + 1 from cards.card_account_move
                        where company_id = ? and account_id = ?""")
                .params(company.value(), account)
                .query(Integer.class)
                .single();
    }

    void save(CompanyKey company, long account, CardAccountMove move) {
        jdbc.sql("update cards.card_account set state = ? where company_id = ? and id = ?")
                .params(move.to().name(), company.value(), account)
                .update();
        jdbc.sql("""
                        insert into cards.card_account_move (company_id, account_id, place, from_state, to_state, reason,
                            actor, at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        company.value(),
                        account,
                        move.place(),
                        move.from().name(),
                        move.to().name())
                .param(move.reason())
                .params(move.actor(), SqlTimes.column(move.at()))
                .update();
    }

    /// The moves of an account, newest first.
    List<CardAccountMove> newest(CompanyKey company, long account, int most) {
        return jdbc.sql("""
                        select * from cards.card_account_move where company_id = ? and account_id = ?
                        order by place desc limit ?""")
                .params(company.value(), account, most)
                .query((row, _) -> new CardAccountMove(
                        row.getInt("place"),
                        CardAccountState.valueOf(row.getString("from_state")),
                        CardAccountState.valueOf(row.getString("to_state")),
                        row.getString("reason"),
                        row.getString("actor"),
                        SqlTimes.instant(row, "at")))
                .list();
    }
}
