package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.card` by whoever holds points on it.
@Component
final class PointsCardStore {
    private static final String SELECT = "select " + CardStore.columns() + """
            from cards.card
            join cards.card_account as account on account.company_id = card.company_id and account.id = card.account_id
            where card.company_id = ? and card.numberless and account.asset = 'POINT'
            """;

    private final JdbcClient jdbc;

    PointsCardStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The active cards of a person, oldest first, and last those of suspended accounts, which pay for nothing.
    List<Card> activeOf(CompanyKey company, String userId) {
        return jdbc.sql(SELECT
                        + "and card.user_id = ? and card.state = 'ACTIVE' order by account.state <> 'ACTIVE', card.id")
                .params(company.value(), userId)
                .query((row, _) -> CardStore.card(row, 0))
                .list();
    }

    /// The people who hold such cards under an e-mail.
    List<String> holders(CompanyKey company, String email) {
        return jdbc.sql("""
                        select distinct user_id from cards.card
                        where company_id = ? and numberless and email_lowered = ?""")
                .params(company.value(), Holder.lowered(email))
                .query((row, _) -> row.getString(1))
                .list();
    }
}
