package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.PaymentState;
import io.kosh.gateway.internal.Attempt.Charge;
import io.kosh.gateway.internal.Attempt.Method;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Cells;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import io.kosh.platform.SqlTimes;
import io.kosh.rails.CardKind;
import io.kosh.rails.RailAnswer.NextStep;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `gateway.payment` and its moves.
@Component
final class AttemptStore {
    /// What [#attempt] reads, in its order.
    static final String COLUMNS = """
            id, payment_id, order_id, state, amount_minor, surcharge_minor, surcharge_gst_minor, mdr_minor, mdr_gst_minor,
            received_minor, mode, bank_code, bank_name, scheme, masked_number, holder, payment_token, vpa, rail_reference,
            bank_reference, code, message, next_step, next_detail, late, refunded_minor, due_at, asked, created_at,
            modified_at, version""";

    static final String SELECT = "select " + COLUMNS + " from gateway.payment where company_id = ? ";
    static final RowMapper<Attempt> ATTEMPT = (row, _) -> attempt(0, row);

    private final JdbcClient jdbc;
    private final RoundTrips trips;

    AttemptStore(JdbcClient jdbc, RoundTrips trips) {
        this.jdbc = jdbc;
        this.trips = trips;
    }

    /// Writes a new payment, whose id is claimed, and gives it with its key.
    Attempt insert(CompanyKey company, Attempt attempt) {
        Charge charge = attempt.charge();
        Method method = attempt.method();
        CardKind.Scheme scheme = method.scheme();
        Instant due = attempt.dueAt();
        long key = jdbc.sql("""
                        insert into gateway.payment (company_id, payment_id, order_id, state, mode, amount_minor,
                            surcharge_minor, surcharge_gst_minor, mdr_minor, mdr_gst_minor, bank_code, bank_name, scheme,
                            masked_number, holder, payment_token, vpa, message, next_step, next_detail, late,
                            refunded_minor, due_at, asked, created_at, modified_at, version)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        returning id""")
                .params(company.value(), attempt.paymentId(), attempt.orderKey())
                .params(attempt.state().name(), method.mode().name(), charge.amount(), charge.surcharge())
                .params(charge.surchargeGst(), charge.mdr(), charge.mdrGst())
                .param(method.bankCode())
                .param(method.bankName())
                .param(scheme == null ? null : scheme.name())
                .param(method.maskedNumber())
                .param(method.holder())
                .param(method.paymentToken())
                .param(method.vpa())
                .params(attempt.message(), step(attempt.next()))
                .param(detail(attempt.next()))
                .params(attempt.late(), attempt.refunded())
                .param(due == null ? null : SqlTimes.column(due))
                .params(attempt.asked(), SqlTimes.column(attempt.createdAt()), SqlTimes.column(attempt.modifiedAt()))
                .param(attempt.version())
                .query(Long.class)
                .single();
        return attempt.withKey(key);
    }

    /// A payment by its public id.
    @Nullable
    Attempt find(CompanyKey company, String paymentId) {
        return jdbc.sql(SELECT + "and payment_id = ?")
                .params(company.value(), paymentId)
                .query(ATTEMPT)
                .optional()
                .orElse(null);
    }

    /// A payment by its internal key.
    @Nullable
    Attempt find(CompanyKey company, long key) {
        return jdbc.sql(SELECT + "and id = ?")
                .params(company.value(), key)
                .query(ATTEMPT)
                .optional()
                .orElse(null);
    }

    /// Payments by key; in no order.
    List<Attempt> findAll(CompanyKey company, Collection<Long> keys) {
        return jdbc.sql(SELECT + "and id = any(?)")
                .param(company.value())
                .param(keys.toArray(Long[]::new))
                .query(ATTEMPT)
                .list();
    }

    /// The payments of an order, oldest first.
    List<Attempt> ofOrder(CompanyKey company, long orderKey) {
        return jdbc.sql(SELECT + "and order_id = ? order by id")
                .params(company.value(), orderKey)
                .query(ATTEMPT)
                .list();
    }

    /// The payments of some orders, oldest first.
    List<Attempt> ofOrders(CompanyKey company, Collection<Long> orderKeys) {
        return jdbc.sql(SELECT + "and order_id = any(?) order by id")
                .param(company.value())
                .param(orderKeys.toArray(Long[]::new))
                .query(ATTEMPT)
                .list();
    }

    /// Locks payments in the order of their keys. Their orders are locked before them.
    List<Attempt> lockAll(CompanyKey company, Collection<Long> keys) {
        return jdbc.sql(SELECT + "and id = any(?) order by id for update")
                .param(company.value())
                .param(keys.toArray(Long[]::new))
                .query(ATTEMPT)
                .list();
    }

    void saveAll(CompanyKey company, List<Attempt> changed) {
        RoundTrip trip = trips.begin();
        saveAll(trip, company, changed);
        trip.send();
    }

    /// Writes what may change of payments that are locked; a link begins anew when it is opened.
    void saveAll(RoundTrip trip, CompanyKey company, List<Attempt> changed) {
        if (changed.isEmpty()) {
            return;
        }
        trip.write(
                """
                        update gateway.payment as paid set state = now.c2, bank_code = now.c3, bank_name = now.c4,
                            vpa = now.c5, rail_reference = now.c6, bank_reference = now.c7, code = now.c8,
                            message = now.c9, next_step = now.c10, next_detail = now.c11, late = now.c12::boolean,
                            refunded_minor = now.c13::bigint, due_at = now.c14::timestamptz, asked = now.c15::int,
                            modified_at = now.c16::timestamptz, version = now.c17::int,
                            created_at = now.c18::timestamptz, received_minor = now.c19::bigint
                        from (select ?::bigint as company_id) as of,
                            unnest(?::text[]::bigint[], ?::text[], ?::text[], ?::text[],
                            ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                            ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) as now (c1, c2, c3,
                            c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19)
                        where paid.company_id = of.company_id and paid.id = now.c1""",
                Cells.<Attempt>of(
                        company.value(),
                        changed,
                        Attempt::key,
                        each -> each.state().name(),
                        each -> each.method().bankCode(),
                        each -> each.method().bankName(),
                        each -> each.method().vpa(),
                        Attempt::railReference,
                        Attempt::bankReference,
                        Attempt::code,
                        Attempt::message,
                        each -> step(each.next()),
                        each -> detail(each.next()),
                        Attempt::late,
                        Attempt::refunded,
                        Attempt::dueAt,
                        Attempt::asked,
                        Attempt::modifiedAt,
                        Attempt::version,
                        Attempt::createdAt,
                        each -> each.charge().received()));
    }

    /// Moves on when a payment is looked after, and nothing else of it; not where it moved meanwhile.
    void postpone(CompanyKey company, Attempt payment, Instant due) {
        jdbc.sql("""
                        update gateway.payment set due_at = ?, asked = asked + 1
                        where company_id = ? and id = ? and version = ? and due_at is not null""")
                .params(SqlTimes.column(due), company.value(), payment.key(), payment.version())
                .update();
    }

    /// Those of some orders that have a payment under way besides some others, once the trip is made; a
    /// link that nobody opened is none.
    Set<Long> ordersUnderWay(RoundTrip trip, CompanyKey company, Collection<Long> orderKeys, Collection<Long> besides) {
        Set<Long> underWay = new HashSet<>();
        trip.read(
                """
                select distinct order_id from gateway.payment
                where company_id = ? and order_id = any(?) and due_at is not null
                    and state in ('CREATED', 'AUTHORIZED', 'PENDING_WITH_BANK') and id <> all(?)""",
                row -> underWay.add(row.getLong(1)),
                company.value(),
                orderKeys.toArray(Long[]::new),
                besides.toArray(Long[]::new));
        return underWay;
    }

    /// What is to be looked after at a moment, soonest first.
    List<Attempt> due(CompanyKey company, Instant now, int most) {
        return jdbc.sql(SELECT + "and due_at <= ? order by due_at, id limit ?")
                .params(company.value(), SqlTimes.column(now), most)
                .query(ATTEMPT)
                .list();
    }

    /// The earliest moment at which each company has something to look after, in a transaction across companies.
    Map<CompanyKey, Instant> earliest() {
        Map<CompanyKey, Instant> earliest = new HashMap<>();
        jdbc.sql("""
                        select company_id, min(due_at) as due from gateway.payment where due_at is not null
                        group by company_id""").query(row -> {
            earliest.put(new CompanyKey(row.getLong(1)), SqlTimes.instant(row, 2));
        });
        return earliest;
    }

    /// A step of a payment.
    ///
    /// @param actor a rail's name, `payer`, `merchant` or `kosh`
    /// @param from  null for the first, and where nothing moved
    /// @param to    null where nothing moved
    record Move(
            long paymentKey,
            Instant at,
            String actor,
            @Nullable PaymentState from,
            @Nullable PaymentState to,
            @Nullable String note) {}

    void insertMoves(CompanyKey company, List<Move> moves) {
        RoundTrip trip = trips.begin();
        insertMoves(trip, company, moves);
        trip.send();
    }

    void insertMoves(RoundTrip trip, CompanyKey company, List<Move> moves) {
        if (moves.isEmpty()) {
            return;
        }
        trip.write(
                """
                        insert into gateway.payment_move (company_id, payment_id, at, actor, from_state, to_state, note)
                        select ?, c1::bigint, c2::timestamptz, c3, c4, c5, c6
                        from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                            as made (c1, c2, c3, c4, c5, c6)""",
                Cells.<Move>of(
                        company.value(),
                        moves,
                        Move::paymentKey,
                        Move::at,
                        Move::actor,
                        Move::from,
                        Move::to,
                        Move::note));
    }

    /// The steps of a payment, oldest first.
    List<Move> moves(CompanyKey company, long paymentKey) {
        return jdbc.sql("select * from gateway.payment_move where company_id = ? and payment_id = ? order by id")
                .params(company.value(), paymentKey)
                .query((row, _) -> {
                    String from = row.getString("from_state");
                    String to = row.getString("to_state");
                    return new Move(
                            paymentKey,
                            SqlTimes.instant(row, "at"),
                            row.getString("actor"),
                            from == null ? null : PaymentState.valueOf(from),
                            to == null ? null : PaymentState.valueOf(to),
                            row.getString("note"));
                })
                .list();
    }

    private static String step(NextStep next) {
        return switch (next) {
            case NextStep.Await() -> "AWAIT";
            case NextStep.Visit(URI _) -> "VISIT";
            case NextStep.GiveOtp(String _) -> "OTP";
        };
    }

    private static @Nullable String detail(NextStep next) {
        return switch (next) {
            case NextStep.Await() -> null;
            case NextStep.Visit(URI page) -> page.toString();
            case NextStep.GiveOtp(String sentTo) -> sentTo;
        };
    }

    /// Reads [#COLUMNS].
    ///
    /// @param before how many columns the row has before them
    static Attempt attempt(int before, ResultSet row) throws SQLException {
        String scheme = row.getString(before + 14);
        return new Attempt(
                row.getLong(before + 1),
                row.getString(before + 2),
                row.getLong(before + 3),
                PaymentState.valueOf(row.getString(before + 4)),
                new Charge(
                        row.getLong(before + 5),
                        row.getLong(before + 6),
                        row.getLong(before + 7),
                        row.getLong(before + 8),
                        row.getLong(before + 9),
                        row.getObject(before + 10, Long.class)),
                new Method(
                        PaymentMode.valueOf(row.getString(before + 11)),
                        row.getString(before + 12),
                        row.getString(before + 13),
                        scheme == null ? null : CardKind.Scheme.valueOf(scheme),
                        row.getString(before + 15),
                        row.getString(before + 16),
                        row.getString(before + 17),
                        row.getString(before + 18)),
                row.getString(before + 19),
                row.getString(before + 20),
                row.getString(before + 21),
                row.getString(before + 22),
                next(row.getString(before + 23), row.getString(before + 24)),
                row.getBoolean(before + 25),
                row.getLong(before + 26),
                SqlTimes.optionalInstant(row, before + 27),
                row.getInt(before + 28),
                SqlTimes.instant(row, before + 29),
                SqlTimes.instant(row, before + 30),
                row.getInt(before + 31));
    }

    private static NextStep next(String step, String detail) {
        return switch (step) {
            case "VISIT" -> new NextStep.Visit(URI.create(detail));
            case "OTP" -> new NextStep.GiveOtp(detail);
            default -> new NextStep.Await();
        };
    }
}
