package io.kosh.loyalty.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Page;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// A company's choices about coins.
@Component
final class CoinSettingStore {
    private final JdbcClient jdbc;

    CoinSettingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Whether an allocation may be reversed although its coins were spent, leaving the user below zero.
    boolean allowsNegativeReversal(CompanyKey company) {
        return jdbc.sql("select allow_negative_reversal from loyalty.coin_setting where company_id = ?")
                .param(company.value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    void allowNegativeReversal(CompanyKey company, boolean allow) {
        jdbc.sql("""
                        insert into loyalty.coin_setting (company_id, allow_negative_reversal) values (?, ?)
                        on conflict (company_id)
                        do update set allow_negative_reversal = excluded.allow_negative_reversal""").params(company.value(), allow).update();
    }

    void keep(CompanyKey company, boolean allow, String actor, Instant at) {
        jdbc.sql("""
                        insert into loyalty.coin_setting_change (company_id, at, actor, allow_negative_reversal)
                        values (?, ?, ?, ?)""").params(company.value(), SqlTimes.column(at), actor, allow).update();
    }

    /// One kept change: who set it to what, when.
    record KeptSetting(long number, Instant at, String actor, boolean allowNegativeReversal) {}

    /// Newest first.
    List<KeptSetting> changes(CompanyKey company, Page.Request page) {
        return jdbc.sql("""
                        select id, at, actor, allow_negative_reversal from loyalty.coin_setting_change
                        where company_id = ? and id < ? order by id desc limit ?""")
                .params(company.value(), Objects.requireNonNullElse(page.after(), Long.MAX_VALUE), page.fetch())
                .query((row, _) -> new KeptSetting(
                        row.getLong("id"),
                        SqlTimes.instant(row, "at"),
                        row.getString("actor"),
                        row.getBoolean("allow_negative_reversal")))
                .list();
    }
}
