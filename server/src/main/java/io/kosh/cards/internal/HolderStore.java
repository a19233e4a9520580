package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.holder` and its moves.
@Component
final class HolderStore {
    private final JdbcClient jdbc;

    HolderStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// How well a person is known; locks what is kept of them until the transaction ends, and keeps something first
    /// where nothing is.
    Kyc lock(CompanyKey company, String userId, Instant at) {
        jdbc.sql("""
                        insert into cards.holder (company_id, user_id, kyc, recorded_at) values (?, ?, 'NONE', ?)
                        on conflict (company_id, user_id) do nothing""").params(company.value(), userId, SqlTimes.column(at)).update();
        return Kyc.valueOf(jdbc.sql("select kyc from cards.holder where company_id = ? and user_id = ? for update")
                .params(company.value(), userId)
                .query(String.class)
                .single());
    }

    /// How well a person is known.
    Kyc find(CompanyKey company, String userId) {
        return jdbc.sql("select kyc from cards.holder where company_id = ? and user_id = ?")
                .params(company.value(), userId)
                .query((row, _) -> Kyc.valueOf(row.getString(1)))
                .optional()
                .orElse(Kyc.NONE);
    }

    /// A change of how well a person is known.
    ///
    /// @param pan   stands for the number of their document in the vault, null where the one before stays
    /// @param actor who said so
    record Change(Kyc from, Kyc to, @Nullable String pan, String actor, Instant at) {}

    void change(CompanyKey company, String userId, Change change) {
        jdbc.sql("""
                        update cards.holder set kyc = ?, pan_token = coalesce(?, pan_token), recorded_at = ?
                        where company_id = ? and user_id = ?""")
                .param(change.to().name())
                .param(change.pan())
                .param(SqlTimes.column(change.at()))
                .params(company.value(), userId)
                .update();
        jdbc.sql("""
                        insert into cards.holder_move (company_id, user_id, kyc_from, kyc_to, actor, moved_at)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(
                        company.value(),
                        userId,
                        change.from().name(),
                        change.to().name(),
                        change.actor())
                .param(SqlTimes.column(change.at()))
                .update();
    }
}
