package io.kosh.gateway.internal;

import io.kosh.gateway.OrderState;
import io.kosh.gateway.internal.PaymentOrder.Address;
import io.kosh.gateway.internal.PaymentOrder.Customer;
import io.kosh.gateway.internal.PaymentOrder.Terms;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Cells;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import io.kosh.rails.RailPayment.BankAccount;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// `gateway.payment_order`.
@Component
final class PaymentOrderStore {
    /// What [#order] reads, in its order.
    static final String COLUMNS = """
            id, order_id, checkout_id, merchant_order_id, access_key, amount_minor, state, return_url, notify_url,
            description, custom_parameters, only_account, only_ifsc, restricted, first_name, last_name, email,
            phone_number, street_name, city, province, country, zipcode, attempts, created_at, modified_at, idle_at,
            ends_at, version""";

    /// How many these are.
    static final int COLUMN_COUNT = 29;

    private static final String SELECT = "select " + COLUMNS + " from gateway.payment_order where company_id = ? ";
    private static final String PAYABLE = "and state in ('CREATED', 'CHECKOUT_RENDERED', 'ATTEMPTED') ";
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, List<String>>> LISTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    PaymentOrderStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// An order with what was asked for under its merchant's id.
    ///
    /// @param request a hash
    record Asked(PaymentOrder order, UUID request) {}

    /// Writes new orders. Once the trip is made, the keys of those that were written stand under their merchants' ids;
    /// those whose merchant's id is taken, by orders that are committed then, are left out.
    Map<String, Long> insertAll(RoundTrip trip, CompanyKey company, List<Asked> made) {
        Map<String, Long> keys = HashMap.newHashMap(made.size());
        trip.read(
                """
                insert into gateway.payment_order (company_id, order_id, checkout_id, merchant_order_id, request_hash,
                    access_key, amount_minor, state, return_url, notify_url, description, custom_parameters,
                    only_account, only_ifsc, restricted, first_name, last_name, email, phone_number, street_name, city,
                    province, country, zipcode, attempts, created_at, modified_at, idle_at, ends_at, version)
                select ?, c1, c2, c3, c4::uuid, c5, c6::bigint, c7, c8, c9, c10, c11::jsonb, c12, c13, c14::jsonb, c15,
                    c16, c17, c18, c19, c20, c21, c22, c23, c24::int, c25::timestamptz, c26::timestamptz,
                    c27::timestamptz, c28::timestamptz, c29::int
                from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                    as made (c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20,
                        c21, c22, c23, c24, c25, c26, c27, c28, c29)
                order by c3
                on conflict (company_id, merchant_order_id) do nothing returning merchant_order_id, id""",
                row -> keys.put(row.getString(1), row.getLong(2)),
                Cells.<Asked>of(
                        company.value(),
                        made,
                        each -> each.order().orderId(),
                        each -> each.order().checkoutId(),
                        each -> each.order().merchantOrderId(),
                        Asked::request,
                        each -> each.order().accessKey(),
                        each -> each.order().amountMinor(),
                        each -> each.order().state(),
                        each -> each.order().terms().returnUrl(),
                        each -> each.order().terms().notifyUrl(),
                        each -> each.order().terms().description(),
                        each -> json.writeValueAsString(each.order().terms().customParameters()),
                        each -> number(each.order().terms().onlyFrom()),
                        each -> ifsc(each.order().terms().onlyFrom()),
                        each -> json.writeValueAsString(each.order().terms().restricted()),
                        each -> each.order().customer().firstName(),
                        each -> each.order().customer().lastName(),
                        each -> each.order().customer().email(),
                        each -> each.order().customer().phoneNumber(),
                        each -> address(each.order()).streetName(),
                        each -> address(each.order()).city(),
                        each -> address(each.order()).state(),
                        each -> address(each.order()).country(),
                        each -> address(each.order()).zipcode(),
                        each -> each.order().attempts(),
                        each -> each.order().createdAt(),
                        each -> each.order().modifiedAt(),
                        each -> each.order().idleAt(),
                        each -> each.order().endsAt(),
                        each -> each.order().version()));
        return keys;
    }

    private static @Nullable String number(@Nullable BankAccount account) {
        return account == null ? null : account.number();
    }

    private static @Nullable String ifsc(@Nullable BankAccount account) {
        return account == null ? null : account.ifsc();
    }

    private static Address address(PaymentOrder order) {
        Address address = order.customer().address();
        return address == null ? NOWHERE : address;
    }

    private static final Address NOWHERE = new Address(null, null, null, null, null);

    /// An order by our id, or by the merchant's own.
    @Nullable
    PaymentOrder either(CompanyKey company, String id) {
        PaymentOrder ours = find(company, id);
        return ours == null ? byMerchantOrderId(company, id) : ours;
    }

    /// An order by its public id.
    @Nullable
    PaymentOrder find(CompanyKey company, String orderId) {
        return one(company, "and order_id = ?", orderId);
    }

    @Nullable
    PaymentOrder byCheckoutId(CompanyKey company, String checkoutId) {
        return one(company, "and checkout_id = ?", checkoutId);
    }

    @Nullable
    PaymentOrder byMerchantOrderId(CompanyKey company, String merchantOrderId) {
        return one(company, "and merchant_order_id = ?", merchantOrderId);
    }

    @Nullable
    PaymentOrder find(CompanyKey company, long key) {
        return one(company, "and id = ?", key);
    }

    private @Nullable PaymentOrder one(CompanyKey company, String condition, Object value) {
        return jdbc.sql(SELECT + condition)
                .params(company.value(), value)
                .query(this::order)
                .optional()
                .orElse(null);
    }

    /// Orders by key; in no order.
    List<PaymentOrder> findAll(CompanyKey company, Collection<Long> keys) {
        return jdbc.sql(SELECT + "and id = any(?)")
                .param(company.value())
                .param(keys.toArray(Long[]::new))
                .query(this::order)
                .list();
    }

    /// Orders by their merchants' ids, with what was asked for.
    Map<String, Asked> asked(CompanyKey company, Collection<String> merchantOrderIds) {
        Map<String, Asked> found = new HashMap<>();
        jdbc.sql("select " + COLUMNS + """
                        , request_hash from gateway.payment_order
                        where company_id = ? and merchant_order_id = any(?)""")
                .param(company.value())
                .param(merchantOrderIds.toArray(String[]::new))
                .query(row -> {
                    PaymentOrder order = order(row, 0);
                    found.put(order.merchantOrderId(), new Asked(order, row.getObject("request_hash", UUID.class)));
                });
        return found;
    }

    /// Locks orders in the order of their keys.
    List<PaymentOrder> lockAll(CompanyKey company, Collection<Long> keys) {
        return jdbc.sql(SELECT + "and id = any(?) order by id for update")
                .param(company.value())
                .param(keys.toArray(Long[]::new))
                .query(this::order)
                .list();
    }

    /// Writes what may change of orders that are locked: state, customer, attempts and times.
    void saveAll(RoundTrip trip, CompanyKey company, Collection<PaymentOrder> changed) {
        if (changed.isEmpty()) {
            return;
        }
        trip.write(
                """
                        update gateway.payment_order as kept set state = now.c2, first_name = now.c3,
                            last_name = now.c4, email = now.c5, phone_number = now.c6, street_name = now.c7,
                            city = now.c8, province = now.c9, country = now.c10, zipcode = now.c11,
                            attempts = now.c12::int, modified_at = now.c13::timestamptz,
                            idle_at = now.c14::timestamptz, version = now.c15::int
                        from (select ?::bigint as company_id) as of,
                            unnest(?::text[]::bigint[], ?::text[], ?::text[], ?::text[],
                            ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                            ?::text[], ?::text[], ?::text[]) as now (c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12,
                            c13, c14, c15)
                        where kept.company_id = of.company_id and kept.id = now.c1""",
                Cells.<PaymentOrder>of(
                        company.value(),
                        List.copyOf(changed),
                        PaymentOrder::key,
                        PaymentOrder::state,
                        each -> each.customer().firstName(),
                        each -> each.customer().lastName(),
                        each -> each.customer().email(),
                        each -> each.customer().phoneNumber(),
                        each -> address(each).streetName(),
                        each -> address(each).city(),
                        each -> address(each).state(),
                        each -> address(each).country(),
                        each -> address(each).zipcode(),
                        PaymentOrder::attempts,
                        PaymentOrder::modifiedAt,
                        PaymentOrder::idleAt,
                        PaymentOrder::version));
    }

    /// The keys of payable orders whose time is over at a moment, soonest first.
    List<Long> expired(CompanyKey company, Instant now, int most) {
        return jdbc.sql("select id from gateway.payment_order where company_id = ? " + PAYABLE + """
                        and least(idle_at, ends_at) <= ? order by least(idle_at, ends_at), id limit ?""")
                .params(company.value(), SqlTimes.column(now), most)
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /// The earliest moment at which an order of each company expires, in a transaction across companies.
    Map<CompanyKey, Instant> earliest() {
        Map<CompanyKey, Instant> earliest = new HashMap<>();
        jdbc.sql("""
                        select company_id, min(least(idle_at, ends_at)) as due from gateway.payment_order
                        where state in ('CREATED', 'CHECKOUT_RENDERED', 'ATTEMPTED') group by company_id""").query(row -> {
            earliest.put(new CompanyKey(row.getLong(1)), SqlTimes.instant(row, 2));
        });
        return earliest;
    }

    /// Reads [#COLUMNS], which are the first of the row.
    PaymentOrder order(ResultSet row, int ignored) throws SQLException {
        return new PaymentOrder(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                OrderState.valueOf(row.getString(7)),
                new Terms(
                        uri(row.getString(8)),
                        uri(row.getString(9)),
                        row.getString(10),
                        json.readValue(row.getString(11), TEXTS),
                        account(row.getString(12), row.getString(13)),
                        json.readValue(row.getString(14), LISTS)),
                new Customer(row.getString(15), row.getString(16), row.getString(17), row.getString(18), address(row)),
                row.getInt(24),
                SqlTimes.instant(row, 25),
                SqlTimes.instant(row, 26),
                SqlTimes.instant(row, 27),
                SqlTimes.instant(row, 28),
                row.getInt(29));
    }

    private static @Nullable URI uri(@Nullable String url) {
        return url == null ? null : URI.create(url);
    }

    private static @Nullable BankAccount account(@Nullable String number, @Nullable String ifsc) {
        return number == null || ifsc == null ? null : new BankAccount(number, ifsc);
    }

    private static @Nullable Address address(ResultSet row) throws SQLException {
        Address address = new Address(
                row.getString(19), row.getString(20), row.getString(21), row.getString(22), row.getString(23));
        return address.equals(NOWHERE) ? null : address;
    }
}
