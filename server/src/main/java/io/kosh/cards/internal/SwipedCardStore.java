package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.sandbox.SwipeableCards.Plastic;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.card`, as much of it as is embossed.
@Component
final class SwipedCardStore {
    private final JdbcClient jdbc;

    SwipedCardStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Plastic> latest(CompanyKey company, int most) {
        return jdbc.sql("""
            select public_id, masked_number, first_name, state from cards.card
            where company_id = ? and not numberless order by id desc limit ?\
            """)
                .params(company.value(), most)
                .query((row, _) -> new Plastic(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        CardState.valueOf(row.getString(4)).label()))
                .list();
    }

    /// The token of a card's number.
    @Nullable
    String token(CompanyKey company, String cardId) {
        return jdbc.sql("select token from cards.card where company_id = ? and public_id = ? and not numberless")
                .params(company.value(), cardId)
                .query(String.class)
                .optional()
                .orElse(null);
    }
}
