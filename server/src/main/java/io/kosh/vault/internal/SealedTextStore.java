package io.kosh.vault.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `vault.sealed_text`.
@Component
final class SealedTextStore {
    private final JdbcClient jdbc;

    SealedTextStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A text as it is kept.
    record Kept(String token, Sealed text) {}

    void insert(CompanyKey company, String kind, Kept text, Instant now) {
        jdbc.sql("""
                        insert into vault.sealed_text (company_id, token, kind, key_id, sealed, created_at)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(
                        company.value(),
                        text.token(),
                        kind,
                        text.text().keyId(),
                        text.text().bytes(),
                        SqlTimes.column(now))
                .update();
    }

    List<Kept> find(CompanyKey company, String kind, Set<String> tokens) {
        return jdbc.sql("""
                        select token, key_id, sealed from vault.sealed_text
                        where company_id = ? and kind = ? and token = any(?::text[])""")
                .params(company.value(), kind, tokens.toArray(String[]::new))
                .query((row, _) ->
                        new Kept(row.getString("token"), new Sealed(row.getInt("key_id"), row.getBytes("sealed"))))
                .list();
    }
}
