package io.kosh.vault.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `vault.card`.
@Component
final class CardNumberStore {
    private final JdbcClient jdbc;

    CardNumberStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A card as it is kept.
    record Kept(Sealed number, YearMonth expiry) {}

    /// A PIN as it is kept.
    ///
    /// @param block null where none is set
    record Pin(@Nullable String block, int wrong) {}

    void insert(CompanyKey company, String token, Kept card, byte[] fingerprint, Instant now) {
        jdbc.sql("""
                        insert into vault.card (company_id, token, key_id, number, expiry, fingerprint, created_at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        company.value(),
                        token,
                        card.number().keyId(),
                        card.number().bytes(),
                        card.expiry().atEndOfMonth(),
                        fingerprint,
                        SqlTimes.column(now))
                .update();
    }

    @Nullable
    Kept find(CompanyKey company, String token) {
        return jdbc.sql("select key_id, number, expiry from vault.card where company_id = ? and token = ?")
                .params(company.value(), token)
                .query((row, _) -> new Kept(
                        new Sealed(row.getInt("key_id"), row.getBytes("number")),
                        YearMonth.from(row.getDate("expiry").toLocalDate())))
                .optional()
                .orElse(null);
    }

    @Nullable
    String tokenOf(CompanyKey company, byte[] fingerprint) {
        return jdbc.sql("select token from vault.card where company_id = ? and fingerprint = ?")
                .params(company.value(), fingerprint)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    boolean setPin(CompanyKey company, String token, String block) {
        return jdbc.sql("update vault.card set pin_block = ?, wrong_pins = 0 where company_id = ? and token = ?")
                        .params(block, company.value(), token)
                        .update()
                == 1;
    }

    /// Locks the card's row; null where there is none.
    @Nullable
    Pin lockPin(CompanyKey company, String token) {
        return pin(company, token, " for update");
    }

    /// Null where there is none.
    @Nullable
    Pin findPin(CompanyKey company, String token) {
        return pin(company, token, "");
    }

    private @Nullable Pin pin(CompanyKey company, String token, String lock) {
        return jdbc.sql("select pin_block, wrong_pins from vault.card where company_id = ? and token = ?" + lock)
                .params(company.value(), token)
                .query((row, _) -> new Pin(row.getString("pin_block"), row.getInt("wrong_pins")))
                .optional()
                .orElse(null);
    }

    void setWrongPins(CompanyKey company, String token, int wrong) {
        jdbc.sql("update vault.card set wrong_pins = ? where company_id = ? and token = ?")
                .params(wrong, company.value(), token)
                .update();
    }
}
