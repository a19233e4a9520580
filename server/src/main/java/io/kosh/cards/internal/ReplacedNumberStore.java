package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import io.kosh.vault.Vault.CardToken;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The number of `cards.card`, and `cards.replaced_number`.
@Component
final class ReplacedNumberStore {
    private final JdbcClient jdbc;

    ReplacedNumberStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Gives a locked card another number and keeps what the old one was.
    ///
    /// @return how many numbers it has had, the new one included
    long replace(CompanyKey company, Card card, CardToken number, String actor, Instant at) {
        jdbc.sql("""
                        insert into cards.replaced_number (company_id, token, card_id, masked_number, expiry, actor,
                            replaced_at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(company.value(), card.token(), card.key(), card.maskedNumber())
                .params(Objects.requireNonNull(card.expiry()).atEndOfMonth(), actor, SqlTimes.column(at))
                .update();
        jdbc.sql("""
                        update cards.card set token = ?, masked_number = ?, expiry = ?
                        where company_id = ? and id = ?""")
                .params(number.token(), number.maskedNumber(), number.expiry().atEndOfMonth())
                .params(company.value(), card.key())
                .update();
        return 1
                + jdbc.sql("select count(*) from cards.replaced_number where company_id = ? and card_id = ?")
                        .params(company.value(), card.key())
                        .query(Long.class)
                        .single();
    }

    /// The keys of the cards that old numbers led to, by the token; they are there when the trip was made.
    Map<String, Long> cards(RoundTrip trip, CompanyKey company, Collection<String> tokens) {
        Map<String, Long> cards = new HashMap<>();
        if (!tokens.isEmpty()) {
            trip.read(
                    "select token, card_id from cards.replaced_number where company_id = ? and token = any(?)",
                    row -> cards.put(row.getString(1), row.getLong(2)),
                    company.value(),
                    tokens.toArray(String[]::new));
        }
        return cards;
    }
}
