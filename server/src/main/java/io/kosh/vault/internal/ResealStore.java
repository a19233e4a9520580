package io.kosh.vault.internal;

import io.kosh.kernel.CompanyKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What older keys have sealed, in `vault.card` and `vault.sealed_text`.
@Component
final class ResealStore {
    private final JdbcClient jdbc;

    ResealStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Kept(String kind, String token, Sealed value) {}

    /// Companies with values of older keys, in a transaction across companies.
    List<CompanyKey> companiesBefore(int keyId) {
        return jdbc.sql("""
                        select company_id from vault.card where key_id < ?
                        union select company_id from vault.sealed_text where key_id < ? order by company_id""")
                .params(keyId, keyId)
                .query((row, _) -> new CompanyKey(row.getLong("company_id")))
                .list();
    }

    /// How many values each key has sealed, in a transaction across companies.
    Map<Integer, Long> counts() {
        Map<Integer, Long> counts = new TreeMap<>();
        jdbc.sql("""
                        select key_id, count(*) as sealed
                        from (select key_id from vault.card union all select key_id from vault.sealed_text) as kept
                        group by key_id""").query(row -> {
            counts.put(row.getInt("key_id"), row.getLong("sealed"));
        });
        return counts;
    }

    /// Locks some that older keys have sealed; those that somebody holds are left for the next time.
    List<Kept> take(CompanyKey company, int keyId, int most) {
        List<Kept> taken = new ArrayList<>(some(company, keyId, most, """
                        select '%s' as kind, token, key_id, number as sealed from vault.card
                        where company_id = ? and key_id < ? limit ?
                        for update skip locked""".formatted(SealedVault.NUMBER)));
        taken.addAll(some(company, keyId, most, """
                        select kind, token, key_id, sealed from vault.sealed_text
                        where company_id = ? and key_id < ? limit ?
                        for update skip locked"""));
        return taken;
    }

    private List<Kept> some(CompanyKey company, int keyId, int most, String sql) {
        return jdbc.sql(sql)
                .params(company.value(), keyId, most)
                .query((row, _) -> new Kept(
                        row.getString("kind"),
                        row.getString("token"),
                        new Sealed(row.getInt("key_id"), row.getBytes("sealed"))))
                .list();
    }

    void replace(CompanyKey company, List<Kept> values) {
        for (Kept value : values) {
            String sql = value.kind().equals(SealedVault.NUMBER)
                    ? "update vault.card set key_id = ?, number = ? where company_id = ? and token = ?"
                    : "update vault.sealed_text set key_id = ?, sealed = ? where company_id = ? and token = ?";
            jdbc.sql(sql)
                    .params(value.value().keyId(), value.value().bytes(), company.value(), value.token())
                    .update();
        }
    }
}
