package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.bulk_rule`: the newest row counts, the others are its history.
@Component
final class BulkRuleStore {
    private final JdbcClient jdbc;

    BulkRuleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    BulkRule find(CompanyKey company) {
        return jdbc.sql("select primary_kyc, plans from cards.bulk_rule where company_id = ? order by id desc limit 1")
                .param(company.value())
                .query((row, _) -> rule(row))
                .optional()
                .orElse(BulkRule.NONE);
    }

    private static BulkRule rule(ResultSet row) throws SQLException {
        Array plans = row.getArray(2);
        return new BulkRule(row.getBoolean(1), plans == null ? null : List.of((String[]) plans.getArray()));
    }

    void insert(CompanyKey company, BulkRule rule, String actor, Instant at) {
        List<String> plans = rule.plans();
        jdbc.sql("insert into cards.bulk_rule (company_id, primary_kyc, plans, actor, at) values (?, ?, ?, ?, ?)")
                .params(company.value(), rule.primaryKyc())
                .param(plans == null ? null : plans.toArray(String[]::new))
                .params(actor, SqlTimes.column(at))
                .update();
    }
}
