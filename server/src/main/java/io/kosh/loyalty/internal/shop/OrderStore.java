package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
import io.kosh.loyalty.internal.shop.VoucherOrder.Line;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `loyalty.voucher_order`, its lines and its moves.
@Component
final class OrderStore {
    private static final String SELECT = "select * from loyalty.voucher_order where company_id = ? ";

    private final JdbcClient jdbc;

    OrderStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Writes a new order; null where the reference is taken, by one that is committed then.
    @Nullable
    Long insert(CompanyKey company, VoucherOrder order) {
        Long key = jdbc.sql("""
                        insert into loyalty.voucher_order (company_id, public_id, reference, request, user_id, card_id,
                            state, moves, total_quantity, face_minor, price_minor, paid_minor, attempts, due_at,
                            request_id, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (company_id, reference) do nothing returning id""")
                .params(company.value(), order.id(), order.reference(), order.request(), order.userId())
                .params(order.cardId(), order.state().name(), order.moves(), order.quantity())
                .params(order.face(), order.price(), order.paid(), order.attempts())
                .params(SqlTimes.column(order.dueAt()))
                .param(order.requestId())
                .param(SqlTimes.column(order.createdAt()))
                .query(Long.class)
                .optional()
                .orElse(null);
        if (key != null) {
            order.lines().forEach(line -> insert(company, key, line));
        }
        return key;
    }

    private void insert(CompanyKey company, long order, Line line) {
        jdbc.sql("""
                        insert into loyalty.voucher_order_line (company_id, order_id, line, product_id, config_id, sku,
                            brand, aggregator, category, face_minor, price_minor, discount, supplier_discount, quantity,
                            filled, expiry_days)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(company.value(), order, line.number(), line.productId(), line.configId(), line.sku())
                .params(line.brand(), line.aggregator(), line.category(), line.face(), line.price())
                .params(line.discount(), line.supplierDiscount(), line.quantity(), line.filled())
                .param(line.expiryDays())
                .update();
    }

    void saveHold(CompanyKey company, long order, long hold) {
        jdbc.sql("update loyalty.voucher_order set hold = ? where company_id = ? and id = ?")
                .params(hold, company.value(), order)
                .update();
    }

    @Nullable
    VoucherOrder byId(CompanyKey company, String id) {
        return one(company, jdbc.sql(SELECT + "and public_id = ?").params(company.value(), id));
    }

    @Nullable
    VoucherOrder byReference(CompanyKey company, String reference) {
        return one(company, jdbc.sql(SELECT + "and reference = ?").params(company.value(), reference));
    }

    @Nullable
    VoucherOrder byKey(CompanyKey company, long key) {
        return one(company, jdbc.sql(SELECT + "and id = ?").params(company.value(), key));
    }

    /// What is to be asked of the supplier at a moment, soonest first; also what somebody asks now.
    List<VoucherOrder> due(CompanyKey company, Instant now, int most) {
        return filled(
                company,
                jdbc.sql(SELECT + """
                                and state in ('PENDING', 'PROCESSING') and due_at <= ? order by due_at, id limit ?""")
                        .params(company.value(), SqlTimes.column(now), most)
                        .query(OrderStore::bare)
                        .list());
    }

    private @Nullable VoucherOrder one(CompanyKey company, JdbcClient.StatementSpec statement) {
        List<VoucherOrder> found =
                filled(company, statement.query(OrderStore::bare).list());
        return found.isEmpty() ? null : found.getFirst();
    }

    /// @param now     the company's time
    /// @param machine the machines' time, by which leases count
    record Lease(UUID id, Instant now, Instant machine, Instant until) {}

    /// Takes an order to ask for it: only one may, until the lease is over. Null where it is not due, or
    /// somebody does.
    @Nullable
    VoucherOrder claim(CompanyKey company, long key, Lease lease) {
        boolean free = jdbc.sql("""
                        select true from loyalty.voucher_order
                        where company_id = ? and id = ? and state in ('PENDING', 'PROCESSING') and due_at <= ?
                            and (lease is null or leased_until <= ?)
                        for update skip locked""")
                .params(company.value(), key, SqlTimes.column(lease.now()), SqlTimes.column(lease.machine()))
                .query(Boolean.class)
                .optional()
                .orElse(false);
        if (!free) {
            return null;
        }
        jdbc.sql("""
                        update loyalty.voucher_order set lease = ?, leased_until = ?, attempts = attempts + 1
                        where company_id = ? and id = ?""")
                .params(lease.id(), SqlTimes.column(lease.until()), company.value(), key)
                .update();
        return byKey(company, key);
    }

    /// Locks an order that a lease stands on; false where another took it over meanwhile.
    boolean lock(CompanyKey company, long key, UUID lease) {
        return jdbc.sql("""
                        select true from loyalty.voucher_order where company_id = ? and id = ? and lease = ? for update""")
                .params(company.value(), key, lease)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /// Writes what may change of an order.
    ///
    /// @param keepLease whether whoever asks for it still does
    void save(CompanyKey company, VoucherOrder after, boolean keepLease) {
        jdbc.sql("""
                        update loyalty.voucher_order set state = ?, moves = ?, paid_minor = ?, due_at = ?,
                            supplier_order_id = ?, failure = ?, ended_at = ?,
                            lease = case when ? then lease end, leased_until = case when ? then leased_until end
                        where company_id = ? and id = ?""")
                .params(after.state().name(), after.moves(), after.paid(), SqlTimes.column(after.dueAt()))
                .param(after.supplierOrderId())
                .param(after.failure())
                .param(after.endedAt() == null ? null : SqlTimes.column(after.endedAt()))
                .params(keepLease, keepLease, company.value(), after.key())
                .update();
        after.lines().stream()
                .filter(line -> line.filled() > 0)
                .forEach(line -> jdbc.sql("""
                        update loyalty.voucher_order_line set filled = ?
                        where company_id = ? and order_id = ? and line = ?""")
                        .params(line.filled(), company.value(), after.key(), line.number())
                        .update());
    }

    /// An order by its id or the client's reference, locked until the transaction ends.
    @Nullable
    VoucherOrder lock(CompanyKey company, String idOrReference) {
        return one(
                company, jdbc.sql(SELECT + """
                                and (public_id = ? or reference = ?) order by public_id = ? desc limit 1 for update""").params(company.value(), idOrReference, idOrReference, idOrReference));
    }

    /// Writes for how many vouchers points were given back.
    void saveRefunded(CompanyKey company, VoucherOrder after) {
        after.lines().stream()
                .filter(line -> line.refunded() > 0)
                .forEach(line -> jdbc.sql("""
                        update loyalty.voucher_order_line set refunded = ?
                        where company_id = ? and order_id = ? and line = ?""")
                        .params(line.refunded(), company.value(), after.key(), line.number())
                        .update());
    }

    /// A move of an order's state.
    record Move(
            int number, Instant at, String actor, @Nullable OrderState from, OrderState to) {}

    void insert(CompanyKey company, long order, Move move) {
        OrderState from = move.from();
        jdbc.sql("""
                        insert into loyalty.voucher_order_move (company_id, order_id, number, at, actor, from_state, to_state)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(company.value(), order, move.number(), SqlTimes.column(move.at()), move.actor())
                .param(from == null ? null : from.name())
                .param(move.to().name())
                .update();
    }

    List<Move> moves(CompanyKey company, long order) {
        return jdbc.sql(
                        "select * from loyalty.voucher_order_move where company_id = ? and order_id = ? order by number")
                .params(company.value(), order)
                .query((row, _) -> {
                    String from = row.getString("from_state");
                    return new Move(
                            row.getInt("number"),
                            SqlTimes.instant(row, "at"),
                            row.getString("actor"),
                            from == null ? null : OrderState.valueOf(from),
                            OrderState.valueOf(row.getString("to_state")));
                })
                .list();
    }

    /// The earliest moment at which each company has something to ask, in a transaction across companies.
    Map<CompanyKey, Instant> earliest() {
        Map<CompanyKey, Instant> earliest = new HashMap<>();
        jdbc.sql("""
                        select company_id, min(due_at) as due from loyalty.voucher_order
                        where state in ('PENDING', 'PROCESSING') group by company_id""").query(row -> {
            earliest.put(new CompanyKey(row.getLong(1)), SqlTimes.instant(row, 2));
        });
        return earliest;
    }

    /// Orders that are open since before a moment, and when they were made; by public id.
    Map<String, Instant> openSince(CompanyKey company, Instant before) {
        Map<String, Instant> open = new HashMap<>();
        jdbc.sql(SELECT + "and state in ('PENDING', 'PROCESSING') and created_at < ? limit 100")
                .params(company.value(), SqlTimes.column(before))
                .query(row -> {
                    open.put(row.getString("public_id"), SqlTimes.instant(row, "created_at"));
                });
        return open;
    }

    /// Orders with their lines, in their order.
    List<VoucherOrder> filled(CompanyKey company, Collection<VoucherOrder> orders) {
        Map<Long, List<Line>> lines = new HashMap<>();
        if (!orders.isEmpty()) {
            jdbc.sql("""
                            select * from loyalty.voucher_order_line where company_id = ? and order_id = any(?)
                            order by order_id, line""")
                    .param(company.value())
                    .param(orders.stream().map(VoucherOrder::key).toArray(Long[]::new))
                    .query(row -> {
                        lines.computeIfAbsent(row.getLong("order_id"), _ -> new ArrayList<>())
                                .add(line(row));
                    });
        }
        return orders.stream()
                .map(order -> order.with(lines.getOrDefault(order.key(), List.of())))
                .toList();
    }

    /// An order without its lines.
    static VoucherOrder bare(ResultSet row, int ignored) throws SQLException {
        return new VoucherOrder(
                row.getLong("id"),
                row.getString("public_id"),
                row.getString("reference"),
                row.getString("request"),
                row.getString("user_id"),
                row.getString("card_id"),
                OrderState.valueOf(row.getString("state")),
                row.getInt("moves"),
                row.getLong("paid_minor"),
                row.getObject("hold", Long.class),
                row.getString("supplier_order_id"),
                row.getString("failure"),
                row.getInt("attempts"),
                SqlTimes.instant(row, "due_at"),
                row.getString("request_id"),
                SqlTimes.instant(row, "created_at"),
                SqlTimes.optionalInstant(row, "ended_at"),
                List.of());
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getInt("line"),
                row.getString("product_id"),
                row.getString("config_id"),
                row.getString("sku"),
                row.getString("brand"),
                row.getString("aggregator"),
                row.getString("category"),
                row.getLong("face_minor"),
                row.getLong("price_minor"),
                row.getInt("discount"),
                row.getInt("supplier_discount"),
                row.getInt("quantity"),
                row.getInt("filled"),
                row.getInt("refunded"),
                row.getInt("expiry_days"));
    }
}
