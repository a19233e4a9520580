package io.kosh.gateway.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What the rows of payments and refunds add up to, over `gateway.payment` and `gateway.refund`.
@Component
final class GatewaySumStore {
    private static final String MOST = " limit 20";

    private final JdbcClient jdbc;

    GatewaySumStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Sums in paise.
    ///
    /// @param paid     what payers paid, whatever went back since
    /// @param returned what they have back of payments that their orders did not take
    /// @param refunded what they have back of others
    /// @param returning what is set aside to go back of payments that their orders did not take
    /// @param refunding what is set aside to go back of others
    record Sums(long paid, long returned, long refunded, long returning, long refunding) {}

    /// All of them, of one moment.
    Sums sums(CompanyKey company) {
        return jdbc.sql("""
                        select
                            (select coalesce(sum(coalesce(received_minor,
                                    amount_minor + surcharge_minor + surcharge_gst_minor)), 0)::bigint
                                from gateway.payment
                                where company_id = ? and (received_minor is not null
                                    or state in ('SUCCESS', 'PARTIALLY_REFUNDED', 'REFUNDED'))) as paid,
                            coalesce(sum(amount_minor) filter (where state = 'SUCCESS' and unapplied), 0)::bigint
                                as returned,
                            coalesce(sum(amount_minor) filter (where state = 'SUCCESS' and not unapplied), 0)::bigint
                                as refunded,
                            coalesce(sum(amount_minor) filter (where due_at is not null and unapplied), 0)::bigint
                                as held_to_return,
                            coalesce(sum(amount_minor) filter (where due_at is not null and not unapplied), 0)::bigint
                                as held_to_refund
                        from gateway.refund where company_id = ?""")
                .params(company.value(), company.value())
                .query((row, _) ->
                        new Sums(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                .single();
    }

    /// Payments whose refunds do not add up to what they say, or to more than can go back.
    List<String> unevenPayments(CompanyKey company) {
        return jdbc.sql("""
                        select paid.payment_id
                        from gateway.payment as paid
                        left join (
                            select payment_id,
                                coalesce(sum(amount_minor) filter (where state <> 'FAILED'), 0)::bigint as going,
                                coalesce(sum(amount_minor) filter (where state = 'SUCCESS'), 0)::bigint as given,
                                bool_or(unapplied) as unapplied
                            from gateway.refund where company_id = ? group by payment_id) as back
                            on back.payment_id = paid.id
                        where paid.company_id = ?
                            and (paid.refunded_minor <> coalesce(back.going, 0)
                                or coalesce(back.going, 0) > coalesce(paid.received_minor, paid.amount_minor
                                    + case when back.unapplied
                                        then paid.surcharge_minor + paid.surcharge_gst_minor else 0 end)
                                or (coalesce(back.given, 0) > 0) <> (paid.state in ('PARTIALLY_REFUNDED', 'REFUNDED'))
                                or (coalesce(back.given, 0) >= coalesce(paid.received_minor, paid.amount_minor
                                    + case when back.unapplied
                                        then paid.surcharge_minor + paid.surcharge_gst_minor else 0 end))
                                    <> (paid.state = 'REFUNDED'))
                        order by paid.id""" + MOST)
                .params(company.value(), company.value())
                .query((row, _) -> row.getString(1))
                .list();
    }

    /// What was to be looked after before a moment and was not, in words.
    List<String> overdue(CompanyKey company, Instant before) {
        List<String> overdue = new ArrayList<>();
        jdbc.sql("""
                        (select 'payment ' || payment_id, due_at from gateway.payment
                            where company_id = ? and due_at < ?)
                        union all
                        (select 'refund ' || refund_id, due_at from gateway.refund
                            where company_id = ? and due_at < ?)
                        order by 2""" + MOST)
                .params(company.value(), SqlTimes.column(before), company.value(), SqlTimes.column(before))
                .query(row -> {
                    overdue.add("the " + row.getString(1) + " was due at " + SqlTimes.instant(row, 2));
                });
        return overdue;
    }

    /// Refunds of which no rail has said a last word since a moment, in words.
    List<String> endless(CompanyKey company, Instant before) {
        List<String> endless = new ArrayList<>();
        jdbc.sql("""
                        select refund_id, created_at from gateway.refund
                        where company_id = ? and due_at is not null and created_at < ? order by id""" + MOST).params(company.value(), SqlTimes.column(before)).query(row -> {
            endless.add("the refund " + row.getString(1) + " has no end since " + SqlTimes.instant(row, 2));
        });
        return endless;
    }
}
