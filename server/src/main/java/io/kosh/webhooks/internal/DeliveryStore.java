package io.kosh.webhooks.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import io.kosh.webhooks.Announcement.Documented;
import io.kosh.webhooks.internal.Delivery.Attempt;
import io.kosh.webhooks.internal.Delivery.State;
import io.kosh.webhooks.internal.Delivery.Subject;
import io.kosh.webhooks.internal.Outbox.Told;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `webhooks.delivery` and its tries: writing, claiming, recording.
@Component
final class DeliveryStore {
    private final JdbcClient jdbc;

    DeliveryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A row for each event and endpoint that listens to it, in one statement.
    void write(RoundTrip trip, CompanyKey company, List<Told> told, Instant now) {
        trip.write(
                """
                        with told as (
                            select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[],
                                                 ?::text[], ?::text[], ?::boolean[], ?::text[], ?::text[]) with ordinality
                                as told (event_id, type, resource_type, resource_id, sequence, body,
                                         documented, documented_body, checksummed, url, request_id, place)
                        ), heard as materialized (
                            select endpoint.id, kinds.type, kinds.documented, endpoint.kind = 'DOCUMENTED' as exactly
                            from (select distinct type, documented from told) as kinds
                            join webhooks.endpoint on endpoint.company_id = ? and endpoint.state in ('ENABLED', 'PAUSED')
                                and case endpoint.kind
                                    when 'DOCUMENTED' then kinds.documented = any(endpoint.events)
                                    when 'NATIVE' then exists (
                                        select from unnest(endpoint.events) as pattern
                                        where pattern in ('*', kinds.type)
                                           or (right(pattern, 2) = '.*' and starts_with(kinds.type, left(pattern, -1))))
                                    else false
                                end
                        ), wanted as (
                            select told.*, heard.id as endpoint_id, heard.exactly, null::text as to_url
                            from told
                            join heard on heard.type = told.type and heard.documented is not distinct from told.documented
                            union all
                            select told.*, endpoint.id, told.documented_body is not null, told.url
                            from told
                            join webhooks.endpoint on endpoint.company_id = ? and endpoint.kind = 'ORDER'
                                and endpoint.state in ('ENABLED', 'PAUSED')
                            where told.url is not null
                        )
                        insert into webhooks.delivery (company_id, endpoint_id, event_id, type, resource_type,
                            resource_id, sequence, url, body, checksummed, request_id, state, created_at, due_at)
                        select ?, endpoint_id, event_id, type, resource_type, resource_id, sequence, to_url,
                               case when exactly then documented_body else body end, exactly and checksummed,
                               request_id, 'PENDING', ?, ?
                        from wanted order by place, endpoint_id""",
                texts(told, Told::eventId),
                texts(told, each -> each.announcement().type()),
                texts(told, each -> each.announcement().resource().type()),
                texts(told, each -> each.announcement().resource().id()),
                told.stream()
                        .map(each -> each.announcement().resource().sequence())
                        .toArray(Long[]::new),
                texts(told, Told::body),
                texts(told, each -> documented(each, Documented::event)),
                texts(told, Told::documentedBody),
                told.stream()
                        .map(each -> Boolean.TRUE.equals(documented(each, Documented::checksum)))
                        .toArray(Boolean[]::new),
                texts(told, DeliveryStore::url),
                texts(told, Told::requestId),
                company.value(),
                company.value(),
                company.value(),
                SqlTimes.column(now),
                SqlTimes.column(now));
    }

    private static <T> @Nullable T documented(Told told, Function<Documented, T> part) {
        Documented documented = told.announcement().documented();
        return documented == null ? null : part.apply(documented);
    }

    private static @Nullable String url(Told told) {
        URI url = told.announcement().notifyUrl();
        return url == null ? null : url.toString();
    }

    private static @Nullable String[] texts(List<Told> told, Function<Told, @Nullable String> column) {
        @Nullable String[] texts = new String[told.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = column.apply(told.get(i));
        }
        return texts;
    }

    /// One row to one endpoint, whatever it listens to. Returns its id.
    long writeTest(CompanyKey company, long endpoint, Told told, Instant now) {
        return jdbc.sql("""
                        insert into webhooks.delivery (company_id, endpoint_id, event_id, type, resource_type,
                            resource_id, sequence, body, checksummed, state, created_at, due_at)
                        values (?, ?, ?, ?, ?, ?, 1, ?, false, 'PENDING', ?, ?)
                        returning id""")
                .params(
                        company.value(),
                        endpoint,
                        told.eventId(),
                        told.announcement().type(),
                        told.announcement().resource().type(),
                        told.announcement().resource().id(),
                        told.body(),
                        SqlTimes.column(now),
                        SqlTimes.column(now))
                .query(Long.class)
                .single();
    }

    /// What a server takes for itself, so that no other sends the same.
    ///
    /// @param now   the company's time
    /// @param clock the machines' time
    record Lease(UUID id, Instant now, Instant clock, Instant until) {}

    /// How much a server may take.
    ///
    /// @param underWay    how many of an endpoint's deliveries it has already
    /// @param perEndpoint the most of one endpoint
    /// @param failing     the most of one that fails
    /// @param most        the most in all
    record Room(Map<Long, Integer> underWay, int perEndpoint, int failing, int most) {}

    /// Takes what is due, the longest due first, skipping what others hold.
    List<Delivery> claim(CompanyKey company, Lease lease, Room room) {
        Long[] busy = room.underWay().keySet().toArray(Long[]::new);
        Integer[] counts =
                java.util.Arrays.stream(busy).map(room.underWay()::get).toArray(Integer[]::new);
        return jdbc.sql("""
                        with free as (
                            select endpoint.id,
                                   greatest(0, case when endpoint.failing_since is null then ?::int else ?::int end
                                               - coalesce(busy.taken, 0)) as slots
                            from webhooks.endpoint
                            left join unnest(?::bigint[], ?::int[]) as busy (id, taken) on busy.id = endpoint.id
                            where endpoint.company_id = ? and endpoint.state = 'ENABLED'
                        ), due as (
                            select found.id from free cross join lateral (
                                select delivery.id from webhooks.delivery
                                where delivery.company_id = ? and delivery.endpoint_id = free.id
                                  and delivery.state = 'PENDING' and delivery.due_at <= ?
                                  and (delivery.leased_until is null or delivery.leased_until <= ?)
                                order by delivery.due_at, delivery.id
                                limit free.slots
                                for update skip locked) as found
                            limit ?
                        )
                        update webhooks.delivery set lease = ?, leased_until = ?
                        from due where delivery.company_id = ? and delivery.id = due.id
                        returning delivery.*""")
                .params(
                        room.perEndpoint(),
                        room.failing(),
                        busy,
                        counts,
                        company.value(),
                        company.value(),
                        SqlTimes.column(lease.now()),
                        SqlTimes.column(lease.clock()),
                        room.most(),
                        lease.id(),
                        SqlTimes.column(lease.until()),
                        company.value())
                .query((row, _) -> read(row))
                .list();
    }

    /// Takes those of some deliveries that are due and that nobody holds, whatever state their endpoint is in.
    List<Delivery> claimThese(CompanyKey company, Lease lease, List<Long> ids) {
        return jdbc.sql("""
                        update webhooks.delivery set lease = ?, leased_until = ?
                        where company_id = ? and id in (
                            select id from webhooks.delivery
                            where company_id = ? and id = any(?) and state = 'PENDING' and due_at <= ?
                              and (leased_until is null or leased_until <= ?)
                            for update skip locked)
                        returning *""")
                .params(
                        lease.id(),
                        SqlTimes.column(lease.until()),
                        company.value(),
                        company.value(),
                        ids.toArray(Long[]::new),
                        SqlTimes.column(lease.now()),
                        SqlTimes.column(lease.clock()))
                .query((row, _) -> read(row))
                .list();
    }

    /// Gives back what was taken and not tried.
    void giveBack(CompanyKey company, UUID lease, long id) {
        jdbc.sql("""
                        update webhooks.delivery set lease = null, leased_until = null
                        where company_id = ? and id = ? and lease = ?""").params(company.value(), id, lease).update();
    }

    /// How a try ended: the delivery as it stands after it, and the try.
    record Ended(Delivery delivery, Attempt attempt) {}

    /// Records a try. Where the lease was lost meanwhile, the try is kept and the delivery is left to who holds it.
    void record(CompanyKey company, UUID lease, Ended ended) {
        Delivery delivery = ended.delivery();
        Attempt attempt = ended.attempt();
        Instant endedAt = delivery.endedAt();
        jdbc.sql("""
                        with tried as (
                            insert into webhooks.attempt (company_id, delivery_id, at, signed_at, url, request_headers,
                                request_body, status, response_headers, response_body, micros, outcome, detail)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        )
                        update webhooks.delivery
                        set state = ?, reason = ?, attempts = ?, due_at = ?, ended_at = ?, lease = null,
                            leased_until = null
                        where company_id = ? and id = ? and lease = ? and state = 'PENDING'""")
                .params(Row.of(
                        company.value(),
                        delivery.id(),
                        SqlTimes.column(attempt.at()),
                        attempt.signedAt(),
                        attempt.url(),
                        attempt.requestHeaders(),
                        attempt.requestBody(),
                        attempt.status(),
                        attempt.responseHeaders(),
                        attempt.responseBody(),
                        attempt.micros(),
                        attempt.outcome(),
                        attempt.detail(),
                        delivery.state().name(),
                        delivery.reason(),
                        delivery.attempts(),
                        SqlTimes.column(delivery.dueAt()),
                        endedAt == null ? null : SqlTimes.column(endedAt),
                        company.value(),
                        delivery.id(),
                        lease))
                .update();
    }

    /// Gives up everything that waits for an endpoint.
    void giveUp(CompanyKey company, long endpoint, String reason, Instant now) {
        jdbc.sql("""
                        update webhooks.delivery
                        set state = 'FAILED', reason = ?, ended_at = ?, lease = null, leased_until = null
                        where company_id = ? and endpoint_id = ? and state = 'PENDING'""")
                .params(reason, SqlTimes.column(now), company.value(), endpoint)
                .update();
    }

    /// What is due at a moment, whether somebody holds it or not, the longest due first.
    List<Delivery> due(CompanyKey company, Instant now, int most) {
        return jdbc.sql("""
                        select delivery.* from webhooks.delivery
                        join webhooks.endpoint on endpoint.company_id = delivery.company_id
                             and endpoint.id = delivery.endpoint_id and endpoint.state = 'ENABLED'
                        where delivery.company_id = ? and delivery.state = 'PENDING' and delivery.due_at <= ?
                        order by delivery.due_at, delivery.id limit ?""")
                .params(company.value(), SqlTimes.column(now), most)
                .query((row, _) -> read(row))
                .list();
    }

    List<Delivery> findAll(CompanyKey company, List<Long> ids) {
        return jdbc.sql("select * from webhooks.delivery where company_id = ? and id = any(?) order by id")
                .params(company.value(), ids.toArray(Long[]::new))
                .query((row, _) -> read(row))
                .list();
    }

    /// The earliest due moment of each company, across the companies of the transaction.
    Map<CompanyKey, Instant> earliest() {
        Map<CompanyKey, Instant> earliest = new HashMap<>();
        jdbc.sql("""
                        select endpoint.company_id, min(waiting.due_at) as due_at
                        from webhooks.endpoint cross join lateral (
                            select due_at from webhooks.delivery
                            where delivery.company_id = endpoint.company_id and delivery.endpoint_id = endpoint.id
                              and delivery.state = 'PENDING'
                            order by due_at limit 1) as waiting
                        where endpoint.state = 'ENABLED'
                        group by endpoint.company_id""")
                .query((row, _) ->
                        Map.entry(new CompanyKey(row.getLong("company_id")), SqlTimes.instant(row, "due_at")))
                .list()
                .forEach(entry -> earliest.put(entry.getKey(), entry.getValue()));
        return earliest;
    }

    /// How many wait, across the companies of the transaction, counted no further than `most`.
    long pending(int most) {
        return jdbc.sql("""
                        select count(*) from (
                            select from webhooks.delivery where state = 'PENDING' limit ?) as counted""").param(most).query(Long.class).single();
    }

    static Delivery read(ResultSet row) throws SQLException {
        return new Delivery(
                row.getLong("id"),
                row.getLong("endpoint_id"),
                row.getString("event_id"),
                row.getString("type"),
                new Subject(row.getString("resource_type"), row.getString("resource_id"), row.getLong("sequence")),
                row.getString("url"),
                row.getString("body"),
                row.getBoolean("checksummed"),
                State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getInt("attempts"),
                SqlTimes.instant(row, "created_at"),
                SqlTimes.instant(row, "due_at"),
                SqlTimes.optionalInstant(row, "ended_at"),
                row.getObject("replay_of", Long.class),
                row.getString("request_id"));
    }
}
