package io.kosh.cards.internal;

import io.kosh.cards.PurchaseChannel;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.authorization` as it is read again to try rules and limits on what was.
@Component
final class PastPurchaseStore {
    private final JdbcClient jdbc;

    PastPurchaseStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What rules see of an earlier purchase.
    record Past(long number, PurchaseRule.Spend spend, boolean declined) {}

    /// What was asked of cards since a moment, in the order in which it was kept; advices were never asked.
    ///
    /// @param after the last one of the part before, 0 to begin
    List<Past> since(CompanyKey company, Instant since, long after, int most) {
        return jdbc.sql("""
                        select id, asked, channel, international, category, recorded_at, state from cards.authorization
                        where company_id = ? and id > ? and recorded_at >= ? and kind in ('AUTHORIZE', 'PURCHASE')
                        order by id limit ?""")
                .params(company.value(), after, SqlTimes.column(since), most)
                .query((row, _) -> new Past(
                        row.getLong(1),
                        new PurchaseRule.Spend(
                                row.getLong(2),
                                PurchaseChannel.valueOf(row.getString(3)),
                                row.getBoolean(4),
                                row.getString(5),
                                SqlTimes.instant(row, 6)),
                        row.getString(7).equals(Authorization.State.DECLINED.name())))
                .list();
    }

    /// How a card was used.
    ///
    /// @param counts what counts against its limits of what was approved, on a day
    /// @param asked  what was asked for; null where it was not asked, but advised
    record PastUse(
            long number,
            PurchaseChannel channel,
            @Nullable Long asked,
            long counts,
            LocalDate day,
            Instant at,
            boolean declined) {}

    /// What a card was used for since a moment, in the order in which it was kept.
    ///
    /// @param after the last one of the part before, 0 to begin
    List<PastUse> usesSince(CompanyKey company, long card, Instant since, long after, int most) {
        return jdbc.sql("""
                        select id, channel, asked, held + cleared, counted_on, recorded_at, kind, state
                        from cards.authorization
                        where company_id = ? and card_id = ? and id > ? and recorded_at >= ?
                            and kind <> 'REVERSED_BEFORE'
                        order by id limit ?""")
                .params(company.value(), card, after, SqlTimes.column(since), most)
                .query((row, _) -> new PastUse(
                        row.getLong(1),
                        PurchaseChannel.valueOf(row.getString(2)),
                        row.getString(7).equals(Authorization.Kind.ADVICE.name()) ? null : row.getLong(3),
                        row.getLong(4),
                        row.getObject(5, LocalDate.class),
                        SqlTimes.instant(row, 6),
                        row.getString(8).equals(Authorization.State.DECLINED.name())))
                .list();
    }
}
