package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.card_transaction`.
@Component
final class CardTransactionStore {
    private static final String FROM = """
            from cards.card_transaction as done
            join cards.card on card.company_id = done.company_id and card.id = done.card_id
            join cards.card_account as account on account.company_id = card.company_id and account.id = card.account_id
            where done.company_id = ?
            """;
    /// As [CardDetailStore#names] tells it.
    private static final String NAME = """
            concat_ws(' ', card.first_name, (
                select concat_ws(' ', detail.middle_name, detail.last_name) from cards.card_detail as detail
                where detail.company_id = card.company_id and detail.card_id = card.id))""";
    private static final String SELECT =
            "select done.transfer_id, done.type, done.credit, done.amount, done.card_balance,"
                    + " done.account_balance, done.reference, done.transaction_code, done.remarks, done.recorded_at, "
                    + CardStore.columns() + FROM;
    private static final int COLUMNS = 10;

    private final JdbcClient jdbc;

    CardTransactionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Writes movements with whatever else the trip carries.
    void insert(RoundTrip trip, CompanyKey company, List<CardTransaction> done) {
        trip.write(
                """
                insert into cards.card_transaction (company_id, transfer_id, account_id, card_id, amount, card_balance,
                    account_balance, recorded_at, credit, type, reference, transaction_code, remarks)
                select ?, each.transfer_id, each.account_id, each.card_id, each.amount, each.card_balance,
                    case when each.type not in ('SALE', 'REFUND', 'REVERSAL') then each.account_balance end,
                    timestamptz 'epoch' + each.recorded * interval '1 microsecond',
                    each.credit::boolean, each.type, each.reference, each.code, each.remarks
                from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                        ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                    as each (transfer_id, account_id, card_id, amount, card_balance, account_balance, recorded, credit,
                        type, reference, code, remarks)""",
                company.value(),
                numbers(done, CardTransaction::transfer),
                numbers(done, each -> each.card().account().key()),
                numbers(done, each -> each.card().key()),
                numbers(done, CardTransaction::amount),
                numbers(done, CardTransaction::cardBalance),
                numbers(done, CardTransaction::accountBalance),
                numbers(done, each -> SqlTimes.micros(each.recordedAt())),
                texts(done, each -> Boolean.toString(each.credit())),
                texts(done, each -> each.type().name()),
                texts(done, CardTransaction::reference),
                texts(done, CardTransaction::code),
                texts(done, CardTransaction::remarks));
    }

    private static long[] numbers(List<CardTransaction> done, ToLongFunction<CardTransaction> number) {
        return done.stream().mapToLong(number).toArray();
    }

    private static @Nullable String[] texts(
            List<CardTransaction> done, Function<CardTransaction, @Nullable String> text) {
        @Nullable String[] column = new String[done.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = text.apply(done.get(i));
        }
        return column;
    }

    /// Movements by their transfers; those that are not there are left out.
    Map<Long, CardTransaction> find(CompanyKey company, Collection<Long> transfers) {
        Map<Long, CardTransaction> found = new HashMap<>();
        jdbc.sql(SELECT + "and done.transfer_id = any(?)")
                .param(company.value())
                .param(transfers.toArray(Long[]::new))
                .query(row -> {
                    found.put(row.getLong(1), transaction(row));
                });
        return found;
    }

    /// What a search is narrowed by; null and empty say nothing.
    ///
    /// @param references any of these
    /// @param transfers  any of these
    /// @param holderName a part of the holder's name; no index knows it, so count and page each read every movement
    ///                   that the other conditions let through, with its card
    record Filter(
            long account,
            @Nullable Long card,
            @Nullable List<String> references,
            @Nullable List<Long> transfers,
            @Nullable String userId,
            @Nullable String holderName,
            @Nullable Boolean credit,
            @Nullable Long amountFrom,
            @Nullable Long amountTo,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /// Newest first.
    List<CardTransaction> page(CompanyKey company, Filter filter, long offset, long limit) {
        Where where = new Where(company, filter);
        return jdbc.sql(SELECT + where.sql + "order by done.recorded_at desc, done.transfer_id desc offset ? limit ?")
                .params(where.parameters)
                .param(offset)
                .param(limit)
                .query((row, _) -> transaction(row))
                .list();
    }

    long count(CompanyKey company, Filter filter) {
        Where where = new Where(company, filter);
        return jdbc.sql("select count(*) " + FROM + where.sql)
                .params(where.parameters)
                .query(Long.class)
                .single();
    }

    /// The conditions that a filter really makes, so that each search uses the index that fits it.
    private static final class Where {
        private final StringBuilder sql = new StringBuilder();
        private final List<Object> parameters = new ArrayList<>();

        Where(CompanyKey company, Filter filter) {
            parameters.add(company.value());
            and("done.account_id = ?", filter.account());
            and("done.card_id = ?", filter.card());
            and("done.reference = any(?)", array(filter.references(), String[]::new));
            and("done.transfer_id = any(?)", array(filter.transfers(), Long[]::new));
            and("card.user_id = ?", filter.userId());
            and("strpos(lower(" + NAME + "), lower(?)) > 0", filter.holderName());
            and("done.credit = ?", filter.credit());
            and("done.amount >= ?", filter.amountFrom());
            and("done.amount <= ?", filter.amountTo());
            and("done.recorded_at >= ?", filter.from() == null ? null : SqlTimes.column(filter.from()));
            and("done.recorded_at <= ?", filter.to() == null ? null : SqlTimes.column(filter.to()));
        }

        private static <T> T @Nullable [] array(
                @Nullable List<T> values, java.util.function.IntFunction<T[]> generator) {
            return values == null ? null : values.toArray(generator);
        }

        private void and(String condition, @Nullable Object value) {
            if (value != null) {
                sql.append("and ").append(condition).append('\n');
                parameters.add(value);
            }
        }
    }

    private static CardTransaction transaction(ResultSet row) throws SQLException {
        return new CardTransaction(
                row.getLong(1),
                CardStore.card(row, COLUMNS),
                MovementType.valueOf(row.getString(2)),
                row.getBoolean(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                SqlTimes.instant(row, 10));
    }
}
