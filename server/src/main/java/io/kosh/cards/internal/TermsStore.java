package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.terms`, and which version of them counts for an account.
@Component
final class TermsStore {
    private final JdbcClient jdbc;

    TermsStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The text of a version that a company wrote; null for the first one, which is the installation's.
    @Nullable
    String text(CompanyKey company, long account, int version) {
        return jdbc.sql("select text from cards.terms where company_id = ? and account_id = ? and version = ?")
                .params(company.value(), account, version)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    /// Terms that a company wrote.
    record Written(int version, String text, String actor, Instant at) {}

    /// Writes the next version for an account whose row is locked; it counts from now on.
    void publish(CompanyKey company, long account, Written written) {
        jdbc.sql("""
                        insert into cards.terms (company_id, account_id, version, text, actor, published_at)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(company.value(), account, written.version(), written.text(), written.actor())
                .param(SqlTimes.column(written.at()))
                .update();
        jdbc.sql("update cards.card_account set terms_version = ? where company_id = ? and id = ?")
                .params(written.version(), company.value(), account)
                .update();
    }
}
