package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.otp_rule`: the newest row counts, the others are its history.
@Component
final class OtpRuleStore {
    private final JdbcClient jdbc;

    OtpRuleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean isAlwaysRequired(CompanyKey company) {
        return jdbc.sql("select always from cards.otp_rule where company_id = ? order by id desc limit 1")
                .param(company.value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    void insert(CompanyKey company, boolean always, String actor, Instant at) {
        jdbc.sql("insert into cards.otp_rule (company_id, always, actor, at) values (?, ?, ?, ?)")
                .params(company.value(), always, actor, SqlTimes.column(at))
                .update();
    }
}
