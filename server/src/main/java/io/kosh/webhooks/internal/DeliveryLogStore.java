package io.kosh.webhooks.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Page;
import io.kosh.platform.SqlTimes;
import io.kosh.webhooks.internal.Delivery.Attempt;
import io.kosh.webhooks.internal.Delivery.Filter;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/// `webhooks.delivery` and `webhooks.attempt` as a log: looking up, replaying, forgetting.
@Component
final class DeliveryLogStore {
    private static final String MATCHING = """
            from webhooks.delivery
            where company_id = :company
              and (:endpoint::bigint is null or endpoint_id = :endpoint)
              and (:event::text is null or event_id = :event)
              and (:type::text is null or type = :type)
              and (:resource::text is null or resource_id = :resource)
              and (:state::text is null or state = :state)
              and (:from::timestamptz is null or created_at >= :from)
              and (:to::timestamptz is null or created_at < :to)
              and (:ids::bigint[] is null or id = any(:ids))
            """;
    /// What may be sent once more: what has ended, to an endpoint that takes something.
    private static final String REPLAYABLE = MATCHING + """
              and delivery.state <> 'PENDING'
              and exists (select from webhooks.endpoint
                          where endpoint.company_id = delivery.company_id and endpoint.id = delivery.endpoint_id
                            and endpoint.state in ('ENABLED', 'PAUSED'))
            """;

    private final JdbcClient jdbc;

    DeliveryLogStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private StatementSpec matching(String sql, CompanyKey company, Filter filter) {
        List<Long> ids = filter.ids();
        return jdbc.sql(sql)
                .param("company", company.value())
                .param("endpoint", filter.endpoint())
                .param("event", filter.eventId())
                .param("type", filter.type())
                .param("resource", filter.resourceId())
                .param("state", filter.state() == null ? null : filter.state().name())
                .param("from", column(filter.from()))
                .param("to", column(filter.to()))
                .param("ids", ids == null ? null : ids.toArray(Long[]::new));
    }

    private static @Nullable Object column(@Nullable Instant instant) {
        return instant == null ? null : SqlTimes.column(instant);
    }

    /// Newest first.
    List<Delivery> list(CompanyKey company, Filter filter, Page.Request page) {
        return matching("select * " + MATCHING + " and id < :after order by id desc limit :limit", company, filter)
                .param("after", Objects.requireNonNullElse(page.after(), Long.MAX_VALUE))
                .param("limit", page.fetch())
                .query((row, _) -> DeliveryStore.read(row))
                .list();
    }

    /// The tries of a delivery, first to last.
    List<Attempt> attempts(CompanyKey company, long delivery) {
        return jdbc.sql("select * from webhooks.attempt where company_id = ? and delivery_id = ? order by id")
                .params(company.value(), delivery)
                .query((row, _) -> new Attempt(
                        SqlTimes.instant(row, "at"),
                        row.getLong("signed_at"),
                        row.getString("url"),
                        row.getString("request_headers"),
                        row.getString("request_body"),
                        row.getObject("status", Integer.class),
                        row.getString("response_headers"),
                        row.getBytes("response_body"),
                        row.getLong("micros"),
                        row.getString("outcome"),
                        row.getString("detail")))
                .list();
    }

    /// How many a replay would send, counted no further than `most` + 1.
    long replayable(CompanyKey company, Filter filter, int most) {
        return matching("select count(*) from (select 1 " + REPLAYABLE + " limit :most) as counted", company, filter)
                .param("most", most + 1)
                .query(Long.class)
                .single();
    }

    /// A new delivery of the same event to the same endpoint for each that matches. Returns their ids.
    List<Long> replay(CompanyKey company, Filter filter, Instant now) {
        return matching("""
                        insert into webhooks.delivery (company_id, endpoint_id, event_id, type, resource_type,
                            resource_id, sequence, url, body, checksummed, request_id, state, created_at, due_at,
                            replay_of)
                        select company_id, endpoint_id, event_id, type, resource_type, resource_id, sequence, url, body,
                               checksummed, request_id, 'PENDING', :now, :now, id
                        """ + REPLAYABLE + " order by id returning id", company, filter)
                .param("now", SqlTimes.column(now))
                .query((row, _) -> row.getLong("id"))
                .list();
    }

    /// Companies that ever had an endpoint, across the companies of the transaction.
    List<CompanyKey> companies() {
        return jdbc.sql("select distinct company_id from webhooks.endpoint")
                .query((row, _) -> new CompanyKey(row.getLong(1)))
                .list();
    }

    /// Gives up what was written while its endpoint was being disabled or deleted, at most so many. Returns how many.
    int giveUpUnheard(CompanyKey company, Instant now, int most) {
        return jdbc.sql("""
                        with unheard as (
                            select delivery.id, endpoint.state from webhooks.delivery
                            join webhooks.endpoint on endpoint.company_id = delivery.company_id
                                 and endpoint.id = delivery.endpoint_id and endpoint.state in ('DISABLED', 'DELETED')
                            where delivery.company_id = ? and delivery.state = 'PENDING'
                            limit ?
                            for update of delivery skip locked
                        )
                        update webhooks.delivery
                        set state = 'FAILED', reason = 'ENDPOINT_' || unheard.state, ended_at = ?, lease = null,
                            leased_until = null
                        from unheard where delivery.company_id = ? and delivery.id = unheard.id""")
                .params(company.value(), most, SqlTimes.column(now), company.value())
                .update();
    }

    /// Deletes deliveries that ended before a moment with their tries, at most so many. Returns how many.
    int forget(CompanyKey company, Instant before, int most) {
        return jdbc.sql("""
                        with old as (
                            select id from webhooks.delivery
                            where company_id = ? and ended_at < ?
                            order by ended_at limit ?
                        ), tries as (
                            delete from webhooks.attempt using old
                            where attempt.company_id = ? and attempt.delivery_id = old.id
                        )
                        delete from webhooks.delivery using old
                        where delivery.company_id = ? and delivery.id = old.id""")
                .params(company.value(), SqlTimes.column(before), most, company.value(), company.value())
                .update();
    }
}
