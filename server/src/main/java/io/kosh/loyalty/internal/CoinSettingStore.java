package io.kosh.loyalty.internal;

import io.kosh.kernel.CompanyKey;
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
}
