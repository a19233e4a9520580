package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Asset;
import io.kosh.platform.Page;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.card_account`.
@Component
final class CardAccountStore {
    private final JdbcClient jdbc;

    CardAccountStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Writes an account and gives it its key.
    CardAccount insert(CompanyKey company, CardAccount made) {
        long key = jdbc.sql("""
                        insert into cards.card_account (company_id, public_id, type, asset, title, company_name,
                            plan_master_id, email, mobile, partner_id, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id""")
                .params(
                        company.value(),
                        made.id(),
                        made.type().name(),
                        made.asset().name())
                .params(made.title(), made.companyName(), made.plan(), made.email(), made.mobile())
                .param(made.partnerId())
                .param(SqlTimes.column(made.createdAt()))
                .query(Long.class)
                .single();
        return made.withKey(key);
    }

    @Nullable
    CardAccount find(CompanyKey company, String id) {
        return jdbc.sql("select * from cards.card_account where company_id = ? and public_id = ?")
                .params(company.value(), id)
                .query((row, _) -> account(row))
                .optional()
                .orElse(null);
    }

    /// Keeps others from giving the account new holders until the transaction ends.
    @Nullable
    CardAccount lock(CompanyKey company, String id) {
        return jdbc.sql("select * from cards.card_account where company_id = ? and public_id = ? for update")
                .params(company.value(), id)
                .query((row, _) -> account(row))
                .optional()
                .orElse(null);
    }

    /// What some accounts count, by public id; it is there when the trip was made, unknown ids left out.
    Map<String, Card.Account> known(RoundTrip trip, CompanyKey company, Collection<String> accountIds) {
        String[] ids = accountIds.toArray(String[]::new);
        Map<String, Card.Account> known = HashMap.newHashMap(ids.length);
        trip.read(
                """
                select asked.place, account.id, account.type::name, account.asset::name, account.state::name
                from unnest(?::text[]) with ordinality as asked (public_id, place)
                join cards.card_account as account on account.company_id = ? and account.public_id = asked.public_id
                """,
                row -> {
                    String id = ids[row.getInt(1) - 1];
                    AccountType type = AccountType.valueOf(row.getString(3));
                    Asset asset = Asset.valueOf(row.getString(4));
                    CardAccountState state = CardAccountState.valueOf(row.getString(5));
                    known.put(id, new Card.Account(row.getLong(2), id, type, asset, state));
                },
                ids,
                company.value());
        return known;
    }

    List<CardAccount> page(CompanyKey company, Page.Request page) {
        return jdbc.sql("select * from cards.card_account where company_id = ? and id > ? order by id limit ?")
                .params(company.value(), page.after() == null ? 0L : page.after(), page.fetch())
                .query((row, _) -> account(row))
                .list();
    }

    /// The keys of all accounts that count points.
    List<Long> ofPoints(CompanyKey company) {
        return jdbc.sql("select id from cards.card_account where company_id = ? and asset = ? order by id")
                .params(company.value(), Asset.POINT.name())
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /// The public ids of accounts by their keys; unknown keys are left out.
    Map<Long, String> names(CompanyKey company, Collection<Long> keys) {
        Map<Long, String> names = HashMap.newHashMap(keys.size());
        jdbc.sql("select id, public_id from cards.card_account where company_id = ? and id = any(?)")
                .param(company.value())
                .param(keys.toArray(Long[]::new))
                .query(row -> {
                    names.put(row.getLong(1), row.getString(2));
                });
        return names;
    }

    private static CardAccount account(ResultSet row) throws SQLException {
        return new CardAccount(
                row.getLong("id"),
                row.getString("public_id"),
                AccountType.valueOf(row.getString("type")),
                Asset.valueOf(row.getString("asset")),
                row.getString("title"),
                row.getString("company_name"),
                row.getString("plan_master_id"),
                row.getString("email"),
                row.getString("mobile"),
                row.getString("partner_id"),
                CardAccountState.valueOf(row.getString("state")),
                row.getInt("terms_version"),
                SqlTimes.instant(row, "created_at"));
    }
}
