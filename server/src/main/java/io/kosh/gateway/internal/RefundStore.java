package io.kosh.gateway.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Cells;
import io.kosh.platform.Page;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `gateway.refund` and its moves.
@Component
final class RefundStore {
    private static final String SELECT = "select * from gateway.refund where company_id = ? ";

    private final JdbcClient jdbc;

    RefundStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Writes new refunds, whose ids are claimed. Those whose request id is taken, by refunds that are committed then,
    /// are left out.
    @SuppressWarnings("NullAway") // JdbcClient takes null among its parameters and does not say so
    List<Refund> insertAll(CompanyKey company, List<Refund> made) {
        return jdbc.sql("""
                        insert into gateway.refund (company_id, refund_id, payment_id, request_id, amount_minor, remarks,
                            cause, unapplied, hold, state, message, due_at, asked, created_at, modified_at, version)
                        select ?, c1, c2::bigint, c3, c4::bigint, c5, c6, c7::boolean, c8::bigint, c9, c10,
                            c11::timestamptz, 0, c12::timestamptz, c12::timestamptz, 1
                        from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                                ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                            as made (c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12)
                        order by c3
                        on conflict (company_id, request_id) do nothing returning *""")
                .params(Cells.<Refund>of(
                        company.value(),
                        made,
                        Refund::refundId,
                        Refund::paymentKey,
                        Refund::requestId,
                        Refund::amountMinor,
                        Refund::remarks,
                        Refund::cause,
                        Refund::unapplied,
                        Refund::hold,
                        Refund::state,
                        Refund::message,
                        Refund::dueAt,
                        Refund::createdAt))
                .query(RefundStore::refund)
                .list();
    }

    /// A refund by its public id.
    @Nullable
    Refund find(CompanyKey company, String refundId) {
        return one(company, "and refund_id = ?", refundId);
    }

    /// A refund by its internal key.
    @Nullable
    Refund find(CompanyKey company, long key) {
        return one(company, "and id = ?", key);
    }

    @Nullable
    Refund byRequest(CompanyKey company, String requestId) {
        return one(company, "and request_id = ?", requestId);
    }

    private @Nullable Refund one(CompanyKey company, String condition, Object value) {
        return jdbc.sql(SELECT + condition)
                .params(company.value(), value)
                .query(RefundStore::refund)
                .optional()
                .orElse(null);
    }

    /// Refunds by their public ids; unknown ones are left out.
    List<Refund> findAll(CompanyKey company, Collection<String> refundIds) {
        return jdbc.sql(SELECT + "and refund_id = any(?)")
                .param(company.value())
                .param(refundIds.toArray(String[]::new))
                .query(RefundStore::refund)
                .list();
    }

    /// The refunds of some payments, oldest first.
    List<Refund> ofPayments(CompanyKey company, Collection<Long> payments) {
        return jdbc.sql(SELECT + "and payment_id = any(?) order by id")
                .param(company.value())
                .param(payments.toArray(Long[]::new))
                .query(RefundStore::refund)
                .list();
    }

    /// All refunds, newest first.
    List<Refund> list(CompanyKey company, Page.Request page) {
        Long after = page.after();
        return jdbc.sql(SELECT + "and id < ? order by id desc limit ?")
                .params(company.value(), after == null ? Long.MAX_VALUE : after, page.fetch())
                .query(RefundStore::refund)
                .list();
    }

    /// Locks refunds in the order of their keys. Their payments are locked before them.
    List<Refund> lockAll(CompanyKey company, Collection<Long> keys) {
        return jdbc.sql(SELECT + "and id = any(?) order by id for update")
                .param(company.value())
                .param(keys.toArray(Long[]::new))
                .query(RefundStore::refund)
                .list();
    }

    /// Takes a refund to ask the rail for it: nobody else does before another moment. Null where it is not due.
    @Nullable
    Refund claim(CompanyKey company, long key, Instant now, Instant next) {
        return jdbc.sql("""
                        update gateway.refund set due_at = ?, asked = asked + 1
                        where company_id = ? and id = ? and due_at <= ? returning *""")
                .params(SqlTimes.column(next), company.value(), key, SqlTimes.column(now))
                .query(RefundStore::refund)
                .optional()
                .orElse(null);
    }

    /// Writes what may change of refunds that are locked.
    @SuppressWarnings("NullAway") // JdbcClient takes null among its parameters and does not say so
    void saveAll(CompanyKey company, List<Refund> changed) {
        if (changed.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        update gateway.refund as kept set state = now.c2, rail_reference = now.c3,
                            bank_reference = now.c4, message = now.c5, due_at = now.c6::timestamptz,
                            modified_at = now.c7::timestamptz, version = now.c8::int
                        from (select ?::bigint as company_id) as of,
                            unnest(?::text[]::bigint[], ?::text[], ?::text[], ?::text[],
                            ?::text[], ?::text[], ?::text[], ?::text[]) as now (c1, c2, c3, c4, c5, c6, c7, c8)
                        where kept.company_id = of.company_id and kept.id = now.c1""")
                .params(Cells.<Refund>of(
                        company.value(),
                        changed,
                        Refund::key,
                        Refund::state,
                        Refund::railReference,
                        Refund::bankReference,
                        Refund::message,
                        Refund::dueAt,
                        Refund::modifiedAt,
                        Refund::version))
                .update();
    }

    /// A move of a refund's state.
    ///
    /// @param number the refund's version after it
    /// @param actor  a rail's name, a caller or `kosh`
    /// @param from   null for the first
    record Move(
            long refundKey,
            int number,
            Instant at,
            String actor,
            @Nullable RefundState from,
            RefundState to,
            @Nullable String note) {}

    @SuppressWarnings("NullAway") // JdbcClient takes null among its parameters and does not say so
    void insertMoves(CompanyKey company, List<Move> moves) {
        if (moves.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        insert into gateway.refund_move (company_id, refund_id, number, at, actor, from_state, to_state,
                            note)
                        select ?, c1::bigint, c2::int, c3::timestamptz, c4, c5, c6, c7
                        from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                            as made (c1, c2, c3, c4, c5, c6, c7)""")
                .params(Cells.<Move>of(
                        company.value(),
                        moves,
                        Move::refundKey,
                        Move::number,
                        Move::at,
                        Move::actor,
                        Move::from,
                        Move::to,
                        Move::note))
                .update();
    }

    /// What is to be asked of the rails at a moment, soonest first.
    List<Refund> due(CompanyKey company, Instant now, int most) {
        return jdbc.sql(SELECT + "and due_at <= ? order by due_at, id limit ?")
                .params(company.value(), SqlTimes.column(now), most)
                .query(RefundStore::refund)
                .list();
    }

    /// The earliest moment at which each company has something to ask, in a transaction across companies.
    Map<CompanyKey, Instant> earliest() {
        Map<CompanyKey, Instant> earliest = new HashMap<>();
        jdbc.sql("""
                        select company_id, min(due_at) as due from gateway.refund where due_at is not null
                        group by company_id""").query(row -> {
            earliest.put(new CompanyKey(row.getLong(1)), SqlTimes.instant(row, 2));
        });
        return earliest;
    }

    private static Refund refund(ResultSet row, int ignored) throws SQLException {
        return new Refund(
                row.getLong("id"),
                row.getString("refund_id"),
                row.getLong("payment_id"),
                row.getString("request_id"),
                row.getLong("amount_minor"),
                row.getString("remarks"),
                Refund.Cause.valueOf(row.getString("cause")),
                row.getBoolean("unapplied"),
                row.getLong("hold"),
                RefundState.valueOf(row.getString("state")),
                row.getString("rail_reference"),
                row.getString("bank_reference"),
                row.getString("message"),
                SqlTimes.optionalInstant(row, "due_at"),
                row.getInt("asked"),
                SqlTimes.instant(row, "created_at"),
                SqlTimes.instant(row, "modified_at"),
                row.getInt("version"));
    }
}
