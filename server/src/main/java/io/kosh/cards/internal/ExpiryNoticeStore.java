package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.RoundTrip;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.expiry_notice`.
@Component
final class ExpiryNoticeStore {
    private final JdbcClient jdbc;

    ExpiryNoticeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// When the holder of a card is to be told of the end of a lot.
    record Notice(long card, LocalDate expiresOn, LocalDate noticeOn) {}

    /// Writes notices with whatever else the trip carries; there is one a card and day, and the first stays.
    void insert(RoundTrip trip, CompanyKey company, Collection<Notice> notices) {
        trip.write(
                """
                insert into cards.expiry_notice (company_id, card_id, expires_on, notice_on, state)
                select ?, each.*, 'DUE' from unnest(?::bigint[], ?::text[]::date[], ?::text[]::date[]) as each
                on conflict do nothing""",
                company.value(),
                notices.stream().mapToLong(Notice::card).toArray(),
                notices.stream().map(each -> each.expiresOn().toString()).toArray(String[]::new),
                notices.stream().map(each -> each.noticeOn().toString()).toArray(String[]::new));
    }

    /// Lets notices that have ended be due once more, on their days; what is due stays as it is, and is locked, so that
    /// nobody ends it as needless who does not see yet what came back.
    void reopen(RoundTrip trip, CompanyKey company, Collection<Notice> notices) {
        trip.write(
                """
                update cards.expiry_notice as notice set state = 'DUE',
                    notice_on = case when notice.state = 'DUE' then notice.notice_on else again.notice_on end
                from unnest(?::bigint[], ?::text[]::date[], ?::text[]::date[]) as again (card_id, expires_on, notice_on)
                where notice.company_id = ? and notice.card_id = again.card_id
                    and notice.expires_on = again.expires_on""",
                notices.stream().mapToLong(Notice::card).toArray(),
                notices.stream().map(each -> each.expiresOn().toString()).toArray(String[]::new),
                notices.stream().map(each -> each.noticeOn().toString()).toArray(String[]::new),
                company.value());
    }

    /// Notices whose day has come, soonest first.
    ///
    /// @param after the last one of the page before, null to begin
    List<Notice> due(CompanyKey company, LocalDate today, @Nullable Notice after, int most) {
        return jdbc.sql("""
                        select card_id, expires_on, notice_on from cards.expiry_notice
                        where company_id = ? and state = 'DUE' and notice_on <= ?
                            and (notice_on, card_id, expires_on) > (?, ?, ?)
                        order by notice_on, card_id, expires_on limit ?""")
                .params(company.value(), today)
                .param(after == null ? LocalDate.EPOCH : after.noticeOn())
                .param(after == null ? 0L : after.card())
                .param(after == null ? LocalDate.EPOCH : after.expiresOn())
                .param(most)
                .query((row, _) -> new Notice(
                        row.getLong(1), row.getObject(2, LocalDate.class), row.getObject(3, LocalDate.class)))
                .list();
    }

    /// Whether a notice is due still. Until the transaction ends nobody else ends it or makes it due anew.
    boolean lock(CompanyKey company, Notice notice) {
        return jdbc.sql("""
                        select 1 from cards.expiry_notice
                        where company_id = ? and card_id = ? and expires_on = ? and state = 'DUE' for update""")
                .params(company.value(), notice.card(), notice.expiresOn())
                .query((_, _) -> true)
                .optional()
                .isPresent();
    }

    /// Ends a notice that is locked.
    void end(CompanyKey company, Notice notice, boolean told) {
        jdbc.sql("""
                        update cards.expiry_notice set state = ?
                        where company_id = ? and card_id = ? and expires_on = ? and state = 'DUE'""")
                .params(told ? "TOLD" : "NEEDLESS", company.value(), notice.card(), notice.expiresOn())
                .update();
    }

    /// The first day on which each company has somebody to tell.
    Map<CompanyKey, LocalDate> earliest() {
        Map<CompanyKey, LocalDate> earliest = new HashMap<>();
        jdbc.sql("""
                        select company_id, min(notice_on) from cards.expiry_notice
                        where state = 'DUE' group by company_id""").query(row -> {
            earliest.put(new CompanyKey(row.getLong(1)), row.getObject(2, LocalDate.class));
        });
        return earliest;
    }
}
