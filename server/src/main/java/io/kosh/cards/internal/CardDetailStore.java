package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.card_detail`.
@Component
final class CardDetailStore {
    private final JdbcClient jdbc;

    CardDetailStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(CompanyKey company, long card, CardDetail detail) {
        PostalAddress address = detail.address();
        jdbc.sql("""
                        insert into cards.card_detail (company_id, card_id, middle_name, last_name, born_on, remarks,
                            address, address2, city, state, country, pincode)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(company.value(), card)
                .param(detail.middleName())
                .param(detail.lastName())
                .param(detail.bornOn())
                .param(detail.remarks())
                .param(address.line())
                .param(address.line2())
                .param(address.city())
                .param(address.state())
                .param(address.country())
                .param(address.pincode())
                .update();
    }

    /// The whole names of the holders of cards, by key of the card. Of who holds a card without a number there
    /// is one name.
    Map<Long, String> names(CompanyKey company, Collection<Card> cards) {
        Map<Long, String> names = HashMap.newHashMap(cards.size());
        for (Card card : cards) {
            names.put(card.key(), String.valueOf(card.holder().firstName()));
        }
        jdbc.sql("""
                        select card_id, concat_ws(' ', middle_name, last_name) from cards.card_detail
                        where company_id = ? and card_id = any(?) and (middle_name is not null or last_name is not null)""")
                .param(company.value())
                .param(names.keySet().toArray(Long[]::new))
                .query(row -> {
                    String more = row.getString(2);
                    names.computeIfPresent(row.getLong(1), (_, first) -> first + ' ' + more);
                });
        return names;
    }

    /// Where the holder of a card lives.
    PostalAddress address(CompanyKey company, long card) {
        return jdbc.sql("""
                        select address, address2, city, state, country, pincode from cards.card_detail
                        where company_id = ? and card_id = ?""")
                .params(company.value(), card)
                .query((row, _) -> new PostalAddress(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6)))
                .single();
    }
}
