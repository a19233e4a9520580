package io.kosh.cards.internal;

import io.kosh.cards.internal.PointTerms.NoticeBy;
import io.kosh.kernel.CompanyKey;
import io.kosh.messages.Language;
import io.kosh.platform.Page;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.point_terms` and who changed them.
@Component
final class PointTermStore {
    private final JdbcClient jdbc;

    PointTermStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The terms of some accounts by key; those without any are left out. They are there when the trip was made.
    Map<Long, PointTerms> inForce(RoundTrip trip, CompanyKey company, Collection<Long> accounts) {
        Map<Long, PointTerms> found = new HashMap<>();
        // A name is a text of a fixed width: it does not hold up the trip.
        trip.read(
                """
                select account_id, validity_days, pending_days, notice_days, notice_by::name, language::name
                from cards.point_terms where company_id = ? and account_id = any(?)""",
                row -> found.put(
                        row.getLong(1),
                        new PointTerms(
                                row.getObject(2, Long.class),
                                row.getObject(3, Long.class),
                                row.getObject(4, Long.class),
                                NoticeBy.valueOf(row.getString(5)),
                                Language.valueOf(row.getString(6)))),
                company.value(),
                accounts.toArray(Long[]::new));
        return found;
    }

    PointTerms of(CompanyKey company, long account) {
        return jdbc.sql("""
                        select validity_days, pending_days, notice_days, notice_by, language
                        from cards.point_terms where company_id = ? and account_id = ?""")
                .params(company.value(), account)
                .query((row, _) -> terms(row))
                .optional()
                .orElse(PointTerms.NONE);
    }

    void save(CompanyKey company, long account, PointTerms terms) {
        jdbc.sql("""
                        insert into cards.point_terms (company_id, account_id, validity_days, pending_days, notice_days,
                            notice_by, language)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict (company_id, account_id) do update set validity_days = excluded.validity_days,
                            pending_days = excluded.pending_days, notice_days = excluded.notice_days,
                            notice_by = excluded.notice_by, language = excluded.language""")
                .params(company.value(), account)
                .param(terms.validityDays())
                .param(terms.pendingDays())
                .param(terms.noticeDays())
                .params(terms.noticeBy().name(), terms.language().name())
                .update();
    }

    void keep(CompanyKey company, long account, PointTerms terms, String actor, Instant at) {
        jdbc.sql("""
                        insert into cards.point_terms_change (company_id, account_id, at, actor, validity_days,
                            pending_days, notice_days, notice_by, language)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(company.value(), account, SqlTimes.column(at), actor)
                .param(terms.validityDays())
                .param(terms.pendingDays())
                .param(terms.noticeDays())
                .params(terms.noticeBy().name(), terms.language().name())
                .update();
    }

    /// One kept change: who set them to what, when.
    record KeptTerms(long number, Instant at, String actor, PointTerms terms) {}

    /// Newest first.
    List<KeptTerms> changes(CompanyKey company, long account, Page.Request page) {
        return jdbc.sql("""
                        select id, at, actor, validity_days, pending_days, notice_days, notice_by, language
                        from cards.point_terms_change
                        where company_id = ? and account_id = ? and id < ? order by id desc limit ?""")
                .params(
                        company.value(),
                        account,
                        Objects.requireNonNullElse(page.after(), Long.MAX_VALUE),
                        page.fetch())
                .query((row, _) -> new KeptTerms(
                        row.getLong("id"), SqlTimes.instant(row, "at"), row.getString("actor"), terms(row)))
                .list();
    }

    private static PointTerms terms(ResultSet row) throws SQLException {
        return new PointTerms(
                row.getObject("validity_days", Long.class),
                row.getObject("pending_days", Long.class),
                row.getObject("notice_days", Long.class),
                NoticeBy.valueOf(row.getString("notice_by")),
                Language.valueOf(row.getString("language")));
    }
}
