package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
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
}
