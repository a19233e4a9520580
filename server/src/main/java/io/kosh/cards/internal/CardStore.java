package io.kosh.cards.internal;

import io.kosh.cards.CardAuthorizations.CardName;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Asset;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.card`.
@Component
final class CardStore {
    private static final String COLUMNS = """
            card.id, card.public_id, card.account_id, account.public_id, account.asset, card.user_id, card.token,
            card.masked_number, card.state, card.administrator, card.title, card.first_name, card.gender, card.email,
            card.mobile, account.type, card.expiry, card.terms_accepted, account.terms_version,
            case when not card.numberless then (
                select holder.kyc from cards.holder
                where holder.company_id = card.company_id and holder.user_id = card.user_id) end,
            account.state
            """;
    private static final String SELECT = "select " + COLUMNS + """
            from cards.card
            join cards.card_account as account on account.company_id = card.company_id and account.id = card.account_id
            """;
    private static final String FOUND = "select asked.place, " + COLUMNS;

    private final JdbcClient jdbc;

    CardStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A holder in an account, as a request names them: by mobile or by email.
    record Named(String accountId, String name) {
        static Named mobile(String accountId, String mobile) {
            return new Named(accountId, mobile);
        }

        static Named email(String accountId, String email) {
            return new Named(accountId, Holder.lowered(email));
        }
    }

    /// Cards by public id; they are there when the trip was made, unknown ids left out.
    Map<String, Card> byId(RoundTrip trip, CompanyKey company, Collection<String> cardIds) {
        Map<String, Card> found = HashMap.newHashMap(cardIds.size());
        trip.read(
                FOUND + """
                from unnest(?::text[]) with ordinality as asked (public_id, place)
                join cards.card on card.company_id = ? and card.public_id = asked.public_id
                join cards.card_account as account on account.company_id = card.company_id
                    and account.id = card.account_id
                """,
                row -> {
                    Card card = card(row, 1);
                    found.put(card.id(), card);
                },
                cardIds.toArray(String[]::new),
                company.value());
        return found;
    }

    /// The cards without a number of some holders, by mobile.
    Map<Named, Card> byMobile(RoundTrip trip, CompanyKey company, Collection<Named> holders) {
        return byName(trip, company, List.copyOf(holders), "card.mobile");
    }

    /// The cards without a number of some holders, by email.
    Map<Named, Card> byEmail(RoundTrip trip, CompanyKey company, Collection<Named> holders) {
        return byName(trip, company, List.copyOf(holders), "card.email_lowered");
    }

    private static Map<Named, Card> byName(RoundTrip trip, CompanyKey company, List<Named> holders, String name) {
        Map<Named, Card> found = HashMap.newHashMap(holders.size());
        trip.read(
                FOUND + """
                from unnest(?::text[], ?::text[]) with ordinality as asked (account_id, name, place)
                join cards.card_account as account on account.company_id = ? and account.public_id = asked.account_id
                join cards.card on card.company_id = account.company_id and card.account_id = account.id
                    and card.numberless and %s = asked.name
                """.formatted(name),
                row -> found.put(holders.get(row.getInt(1) - 1), card(row, 1)),
                holders.stream().map(Named::accountId).toArray(String[]::new),
                holders.stream().map(Named::name).toArray(String[]::new),
                company.value());
        return found;
    }

    /// Writes cards, all at once, and gives them their keys.
    List<Card> insert(CompanyKey company, long account, List<Card> cards, Instant at) {
        List<Long> keys = jdbc.sql("""
                        insert into cards.card (company_id, public_id, account_id, user_id, token, masked_number,
                            numberless, expiry, administrator, state, title, first_name, gender, email, mobile, created_at)
                        select ?, each.id, ?, each.user_id, each.token, each.masked, each.expiry is null, each.expiry,
                            each.administrator, each.state, each.title, each.first_name, each.gender, each.email,
                            each.mobile, ?
                        from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[]::date[], ?::text[]::boolean[],
                                ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                            with ordinality as each (id, user_id, token, masked, expiry, administrator, state, title,
                                first_name, gender, email, mobile, place)
                        order by each.place
                        returning id""")
                .params(company.value(), account, SqlTimes.column(at))
                .param(column(cards, Card::id))
                .param(column(cards, Card::userId))
                .param(column(cards, Card::token))
                .param(column(cards, Card::maskedNumber))
                .param(column(cards, card -> day(card.expiry())))
                .param(column(cards, card -> Boolean.toString(card.administrator())))
                .param(column(cards, card -> card.state().name()))
                .param(column(cards, card -> card.holder().title()))
                .param(column(cards, card -> card.holder().firstName()))
                .param(column(cards, card -> card.holder().gender()))
                .param(column(cards, card -> card.holder().email()))
                .param(column(cards, card -> card.holder().mobile()))
                .query((row, _) -> row.getLong(1))
                .list();
        List<Card> made = new ArrayList<>(cards.size());
        for (int i = 0; i < cards.size(); i++) {
            made.add(cards.get(i).withKey(keys.get(i)));
        }
        return made;
    }

    private static @Nullable String day(@Nullable YearMonth expiry) {
        return expiry == null ? null : expiry.atEndOfMonth().toString();
    }

    private static @Nullable String[] column(List<Card> cards, Function<Card, @Nullable String> value) {
        @Nullable String[] column = new String[cards.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(cards.get(i));
        }
        return column;
    }

    /// Keeps others of the company from reading the people of some mobiles ([#people]) until the transaction ends, by a
    /// bounded number of locks however many mobiles there are.
    void lockPeople(CompanyKey company, Collection<String> mobiles) {
        jdbc.sql("""
                        select pg_advisory_xact_lock(each.key) from (
                            select distinct hashtextextended('cards.person.' || (hashtext(mobile) & 63), ?) as key
                            from unnest(?::text[]) as mobile order by key) as each""")
                .param(company.value())
                .param(mobiles.toArray(String[]::new))
                .query(_ -> {});
    }

    /// One who holds cards, whatever the account.
    record Person(String mobile, String email) {
        static Person of(String mobile, String email) {
            return new Person(mobile, Holder.lowered(email));
        }

        @Override
        public String toString() {
            return "a person";
        }
    }

    /// The user ids of those who hold a card under some mobiles; of two under the same addresses, the first.
    Map<Person, String> people(CompanyKey company, Collection<String> mobiles) {
        String[] asked = mobiles.toArray(String[]::new);
        Map<Person, String> people = new HashMap<>();
        // Each half has an index of its own.
        jdbc.sql("""
                        select mobile, email, user_id from (
                            select id, mobile, email, user_id from cards.card
                            where company_id = ? and numberless and mobile = any(?)
                            union all
                            select id, mobile, email, user_id from cards.card
                            where company_id = ? and not numberless and mobile = any(?)) as card
                        order by id desc""")
                .param(company.value())
                .param(asked)
                .param(company.value())
                .param(asked)
                .query(row -> {
                    people.put(Person.of(row.getString(1), row.getString(2)), row.getString(3));
                });
        return people;
    }

    /// A card that is there; refuses where there is none.
    Card existing(CompanyKey company, String cardId) {
        Card card = find(company, cardId);
        if (card == null) {
            throw Card.unknown(cardId);
        }
        return card;
    }

    @Nullable
    Card find(CompanyKey company, String cardId) {
        return jdbc.sql(SELECT + "where card.company_id = ? and card.public_id = ?")
                .params(company.value(), cardId)
                .query((row, _) -> card(row, 0))
                .optional()
                .orElse(null);
    }

    @Nullable
    Card find(CompanyKey company, long key) {
        return jdbc.sql(SELECT + "where card.company_id = ? and card.id = ?")
                .params(company.value(), key)
                .query((row, _) -> card(row, 0))
                .optional()
                .orElse(null);
    }

    /// The card of a vault token, null where none has it, or none any more.
    @Nullable
    Card byToken(CompanyKey company, String token) {
        return jdbc.sql(SELECT + "where card.company_id = ? and card.token = ?")
                .params(company.value(), token)
                .query((row, _) -> card(row, 0))
                .optional()
                .orElse(null);
    }

    @Nullable
    Card named(CompanyKey company, CardName name) {
        return switch (name) {
            case CardName.ById(String id) -> find(company, id);
            case CardName.ByToken(String token) -> byToken(company, token);
        };
    }

    /// Keeps others from changing the card until the transaction ends.
    @Nullable
    Card lock(CompanyKey company, String cardId) {
        return jdbc.sql(SELECT + "where card.company_id = ? and card.public_id = ? for update of card")
                .params(company.value(), cardId)
                .query((row, _) -> card(row, 0))
                .optional()
                .orElse(null);
    }

    /// The newest card of a person, null where they have none.
    @Nullable
    Card ofUser(CompanyKey company, String userId) {
        return jdbc.sql(SELECT + "where card.company_id = ? and card.user_id = ? order by card.id desc limit 1")
                .params(company.value(), userId)
                .query((row, _) -> card(row, 0))
                .optional()
                .orElse(null);
    }

    /// Keeps which version of the terms the holder accepted for a card; never an older one than before.
    void acceptTerms(CompanyKey company, long card, int version) {
        jdbc.sql("""
                        update cards.card set terms_accepted = greatest(terms_accepted, ?)
                        where company_id = ? and id = ?""").params(version, company.value(), card).update();
    }

    /// Cards by their keys; unknown keys are left out.
    Map<Long, Card> byKeys(CompanyKey company, Collection<Long> keys) {
        Map<Long, Card> found = HashMap.newHashMap(keys.size());
        jdbc.sql(SELECT + "where card.company_id = ? and card.id = any(?)")
                .param(company.value())
                .param(keys.toArray(Long[]::new))
                .query(row -> {
                    found.put(row.getLong(1), card(row, 0));
                });
        return found;
    }

    /// The account's primary card, null where it has none.
    @Nullable
    Card administrators(CompanyKey company, long account) {
        return jdbc.sql(SELECT + "where card.company_id = ? and card.account_id = ? and card.administrator")
                .params(company.value(), account)
                .query((row, _) -> card(row, 0))
                .optional()
                .orElse(null);
    }

    /// Cards of an account in the order in which they were made.
    List<Card> page(CompanyKey company, long account, long offset, long limit) {
        return jdbc.sql(SELECT + "where card.company_id = ? and card.account_id = ? order by card.id offset ? limit ?")
                .params(company.value(), account, offset, limit)
                .query((row, _) -> card(row, 0))
                .list();
    }

    /// How many cards an account has.
    record Count(long all, long active) {}

    Count count(CompanyKey company, long account) {
        return jdbc.sql("""
                        select count(*), count(*) filter (where state = 'ACTIVE') from cards.card
                        where company_id = ? and account_id = ?""")
                .params(company.value(), account)
                .query((row, _) -> new Count(row.getLong(1), row.getLong(2)))
                .single();
    }

    /// The sum of some numbers for each account, by its key; each number belongs to a card, and one of no card to none.
    Map<Long, Long> sums(CompanyKey company, long[] cards, long[] numbers) {
        Map<Long, Long> sums = new HashMap<>();
        jdbc.sql("""
                        select card.account_id, sum(each.number)::bigint
                        from unnest(?::bigint[], ?::bigint[]) as each (card, number)
                        join cards.card on card.company_id = ? and card.id = each.card
                        group by card.account_id""").param(cards).param(numbers).param(company.value()).query(row -> {
            sums.put(row.getLong(1), row.getLong(2));
        });
        return sums;
    }

    /// A card, whose columns begin after some others.
    static Card card(ResultSet row, int before) throws SQLException {
        Card.Account account = new Card.Account(
                row.getLong(before + 3),
                row.getString(before + 4),
                AccountType.valueOf(row.getString(before + 16)),
                Asset.valueOf(row.getString(before + 5)),
                CardAccountState.valueOf(row.getString(before + 21)));
        Holder holder = new Holder(
                row.getString(before + 11),
                row.getString(before + 12),
                row.getString(before + 13),
                row.getString(before + 14),
                row.getString(before + 15));
        return new Card(
                row.getLong(before + 1),
                row.getString(before + 2),
                account,
                row.getString(before + 6),
                row.getString(before + 7),
                row.getString(before + 8),
                month(row.getString(before + 17)),
                CardState.valueOf(row.getString(before + 9)),
                row.getBoolean(before + 10),
                new Card.Gates(kyc(row.getString(before + 20)), row.getInt(before + 18), row.getInt(before + 19)),
                holder);
    }

    private static @Nullable YearMonth month(@Nullable String day) {
        return day == null ? null : YearMonth.from(LocalDate.parse(day));
    }

    private static Kyc kyc(@Nullable String kept) {
        return kept == null ? Kyc.NONE : Kyc.valueOf(kept);
    }

    /// The columns that [#card] reads, of `cards.card` and of `cards.card_account as account`.
    static String columns() {
        return COLUMNS;
    }
}
