package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.security_code_try`.
@Component
final class SecurityCodeTryStore {
    private final JdbcClient jdbc;

    SecurityCodeTryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// How many wrong codes were tried on a day; others wait until the transaction ends.
    int lock(CompanyKey company, long card, LocalDate today) {
        jdbc.sql("""
                        insert into cards.security_code_try (company_id, card_id, tried_on, wrong) values (?, ?, ?, 0)
                        on conflict do nothing""").params(company.value(), card, today).update();
        return jdbc.sql("""
                        select case when tried_on = ? then wrong else 0 end from cards.security_code_try
                        where company_id = ? and card_id = ? for update""")
                .params(today, company.value(), card)
                .query(Integer.class)
                .single();
    }

    void set(CompanyKey company, long card, LocalDate today, int wrong) {
        jdbc.sql("update cards.security_code_try set tried_on = ?, wrong = ? where company_id = ? and card_id = ?")
                .params(today, wrong, company.value(), card)
                .update();
    }
}
