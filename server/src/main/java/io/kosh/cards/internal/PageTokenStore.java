package io.kosh.cards.internal;

import io.kosh.cards.HolderSessions.Kind;
import io.kosh.cards.internal.PageLink.Purpose;
import io.kosh.cards.internal.PostgresHolderSessions.Kept;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.page_link` and `cards.holder_session`: what is known of tokens, by their hash.
@Component
final class PageTokenStore {
    private static final int MOST_DROPPED = 100;

    private final JdbcClient jdbc;

    PageTokenStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Drops some that have ended. More are dropped than kept each time, so the company's table holds little more than
    /// the tokens that live; who drops waits for nobody.
    private void drop(String table, CompanyKey company, Instant now) {
        jdbc.sql("""
                        delete from %1$s where company_id = ? and hash in (
                            select hash from %1$s where company_id = ? and expires_at <= ?
                            order by expires_at limit ? for update skip locked)""".formatted(table))
                .params(company.value(), company.value(), SqlTimes.column(now), MOST_DROPPED)
                .update();
    }

    void insertLink(CompanyKey company, byte[] hash, PageLink link, Instant now, Instant expiresAt) {
        drop("cards.page_link", company, now);
        jdbc.sql("insert into cards.page_link (company_id, hash, card_id, purpose, expires_at) values (?, ?, ?, ?, ?)")
                .params(company.value(), hash, link.card(), link.purpose().name(), SqlTimes.column(expiresAt))
                .update();
    }

    /// The link of a token that is used now for the first time and has not ended, else null.
    @Nullable
    PageLink useLink(CompanyKey company, byte[] hash, Set<Purpose> purposes, Instant now) {
        return jdbc.sql("""
                        update cards.page_link set used_at = ?
                        where company_id = ? and hash = ? and used_at is null and expires_at > ? and purpose = any(?)
                        returning card_id, purpose""")
                .params(SqlTimes.column(now), company.value(), hash, SqlTimes.column(now))
                .param(purposes.stream().map(Purpose::name).toArray(String[]::new))
                .query((row, _) -> link(row))
                .optional()
                .orElse(null);
    }

    /// The link of a token that could be used now, else null.
    @Nullable
    PageLink findLink(CompanyKey company, byte[] hash, Instant now) {
        return jdbc.sql("""
                        select card_id, purpose from cards.page_link
                        where company_id = ? and hash = ? and used_at is null and expires_at > ?""")
                .params(company.value(), hash, SqlTimes.column(now))
                .query((row, _) -> link(row))
                .optional()
                .orElse(null);
    }

    private static PageLink link(ResultSet row) throws SQLException {
        return new PageLink(row.getLong("card_id"), Purpose.valueOf(row.getString("purpose")));
    }

    void insertSession(CompanyKey company, byte[] hash, Kept session, Instant now) {
        drop("cards.holder_session", company, now);
        jdbc.sql("""
                        insert into cards.holder_session (company_id, hash, card_id, kind, partner, opened_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(company.value(), hash, session.card(), session.kind().name(), session.partner())
                .params(SqlTimes.column(session.openedAt()), SqlTimes.column(session.expiresAt()))
                .update();
    }

    /// The session of a token that has not ended, else null.
    @Nullable
    Kept findSession(CompanyKey company, byte[] hash, Instant now) {
        return jdbc.sql("select * from cards.holder_session where company_id = ? and hash = ? and expires_at > ?")
                .params(company.value(), hash, SqlTimes.column(now))
                .query((row, _) -> new Kept(
                        row.getLong("card_id"),
                        Kind.valueOf(row.getString("kind")),
                        row.getString("partner"),
                        SqlTimes.instant(row, "opened_at"),
                        SqlTimes.instant(row, "expires_at")))
                .optional()
                .orElse(null);
    }

    void extendSession(CompanyKey company, byte[] hash, Instant expiresAt) {
        jdbc.sql("update cards.holder_session set expires_at = ? where company_id = ? and hash = ?")
                .params(SqlTimes.column(expiresAt), company.value(), hash)
                .update();
    }

    void deleteSession(CompanyKey company, byte[] hash) {
        jdbc.sql("delete from cards.holder_session where company_id = ? and hash = ?")
                .params(company.value(), hash)
                .update();
    }
}
