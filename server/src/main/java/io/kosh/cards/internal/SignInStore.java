package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.sign_in`.
@Component
final class SignInStore {
    private static final int MOST_DROPPED = 100;

    private final JdbcClient jdbc;

    SignInStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Keeps a token's hash, and drops some that have ended. More are dropped than kept each time, so the company's
    /// table holds little more than the tokens that live; who drops waits for nobody.
    void insert(CompanyKey company, byte[] hash, long card, Instant now, Instant expiresAt) {
        jdbc.sql("""
                        delete from cards.sign_in where company_id = ? and hash in (
                            select hash from cards.sign_in where company_id = ? and expires_at <= ?
                            order by expires_at limit ? for update skip locked)""")
                .params(company.value(), company.value(), SqlTimes.column(now), MOST_DROPPED)
                .update();
        jdbc.sql("insert into cards.sign_in (company_id, hash, card_id, expires_at) values (?, ?, ?, ?)")
                .params(company.value(), hash, card, SqlTimes.column(expiresAt))
                .update();
    }

    /// The card of a token that is used now for the first time and has not ended, else null.
    @Nullable
    Long use(CompanyKey company, byte[] hash, Instant now) {
        return jdbc.sql("""
                        update cards.sign_in set used_at = ?
                        where company_id = ? and hash = ? and used_at is null and expires_at > ?
                        returning card_id""")
                .params(SqlTimes.column(now), company.value(), hash, SqlTimes.column(now))
                .query(Long.class)
                .optional()
                .orElse(null);
    }
}
