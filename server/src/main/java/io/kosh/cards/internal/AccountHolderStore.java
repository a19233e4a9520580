package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.card` by a part of what its holder is known by.
@Component
final class AccountHolderStore {
    /// No index knows parts of names: each search reads the cards of one account.
    private static final String WHERE = """
            from cards.card
            join cards.card_account as account on account.company_id = card.company_id and account.id = card.account_id
            where card.company_id = ? and card.account_id = ?
                and (? = '' or strpos(lower(concat_ws(E'\\n', card.first_name, card.email, card.mobile, card.user_id,
                    card.public_id, card.masked_number)), lower(?)) > 0)
            """;

    private final JdbcClient jdbc;

    AccountHolderStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// In the order in which the cards were made.
    ///
    /// @param part empty for all
    List<Card> page(CompanyKey company, long account, String part, long offset, int most) {
        return jdbc.sql("select " + CardStore.columns() + WHERE + "order by card.id offset ? limit ?")
                .params(company.value(), account, part, part, offset, most)
                .query((row, _) -> CardStore.card(row, 0))
                .list();
    }

    long count(CompanyKey company, long account, String part) {
        return jdbc.sql("select count(*) " + WHERE)
                .params(company.value(), account, part, part)
                .query(Long.class)
                .single();
    }
}
