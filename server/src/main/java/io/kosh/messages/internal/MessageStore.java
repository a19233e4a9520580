package io.kosh.messages.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.messages.Channel;
import io.kosh.messages.Handover.Reason;
import io.kosh.messages.internal.Letter.State;
import io.kosh.platform.MasterKey;
import io.kosh.platform.Page;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `messages.message`: writing, claiming, recording, listing, forgetting.
@Component
final class MessageStore {
    private static final String PURPOSE = "message-content";

    private final JdbcClient jdbc;
    private final MasterKey masterKey;

    MessageStore(JdbcClient jdbc, MasterKey masterKey) {
        this.jdbc = jdbc;
        this.masterKey = masterKey;
    }

    void insert(CompanyKey company, Letter letter, byte[] content, @Nullable Instant usefulUntil) {
        jdbc.sql("""
                        insert into messages.message (company_id, public_id, channel, kind, shown, content, request_id,
                            state, created_at, due_at, useful_until)
                        values (?, ?, ?, ?, ?, ?, ?, 'WAITING', ?, ?, ?)""")
                .params(
                        company.value(),
                        letter.id(),
                        letter.channel().name(),
                        letter.kind(),
                        letter.shown(),
                        masterKey.wrap(PURPOSE, content))
                .param(letter.requestId())
                .params(SqlTimes.column(letter.createdAt()), SqlTimes.column(letter.dueAt()))
                .param(column(usefulUntil))
                .update();
    }

    /// What a server takes for itself, so that no other sends the same.
    ///
    /// @param now   the company's time
    /// @param clock the machines' time
    record Lease(UUID id, Instant now, Instant clock, Instant until) {}

    /// A message that this server holds.
    ///
    /// @param content     wrapped: one that cannot be read is a failed try of that message alone
    /// @param usefulUntil in the machines' time
    @SuppressWarnings("ArrayRecordComponent") // opened, never compared
    record Taken(Letter letter, byte[] content, @Nullable Instant usefulUntil, UUID lease) {}

    /// Throws where the content was not wrapped by this installation's key.
    Content open(Taken taken) {
        return Content.of(masterKey.unwrap(PURPOSE, taken.content()));
    }

    /// Takes what is due, the longest due first, skipping what others hold. It is picked before the update: a limit
    /// below `in` may be worked out again for each row, and then takes more.
    List<Taken> claim(CompanyKey company, Lease lease, int most) {
        return jdbc.sql("""
                        with longest as materialized (
                            select id from messages.message
                            where company_id = ? and state = 'WAITING' and due_at <= ?
                              and (leased_until is null or leased_until <= ?)
                            order by due_at, id limit ? for update skip locked)
                        update messages.message set lease = ?, leased_until = ?
                        where company_id = ? and id in (select id from longest)
                        returning *""")
                .params(
                        company.value(),
                        SqlTimes.column(lease.now()),
                        SqlTimes.column(lease.clock()),
                        most,
                        lease.id(),
                        SqlTimes.column(lease.until()),
                        company.value())
                .query((row, _) -> new Taken(
                        read(row), row.getBytes("content"), SqlTimes.optionalInstant(row, "useful_until"), lease.id()))
                .list();
    }

    /// Records a try, and takes address and text away where there is no next one. False where the lease was lost
    /// meanwhile: then who holds it records.
    boolean record(CompanyKey company, UUID lease, Letter after) {
        return jdbc.sql("""
                        update messages.message
                        set state = ?, reason = ?, attempts = ?, due_at = ?, ended_at = ?, lease = null,
                            leased_until = null, content = case when ? = 'WAITING' then content end
                        where company_id = ? and id = ? and lease = ? and state = 'WAITING'""")
                        .param(after.state().name())
                        .param(after.reason() == null ? null : after.reason().name())
                        .params(after.attempts(), SqlTimes.column(after.dueAt()))
                        .param(column(after.endedAt()))
                        .params(after.state().name(), company.value(), after.key(), lease)
                        .update()
                == 1;
    }

    /// Gives up a message that waits.
    void withdraw(CompanyKey company, String id, Instant now) {
        jdbc.sql("""
                        update messages.message
                        set state = 'FAILED', reason = 'TOO_LATE', ended_at = ?, lease = null, leased_until = null,
                            content = null
                        where company_id = ? and public_id = ? and state = 'WAITING'""").params(SqlTimes.column(now), company.value(), id).update();
    }

    /// Whether one of these is still to be tried at a moment.
    boolean isDue(CompanyKey company, List<Long> keys, Instant now) {
        return jdbc.sql("""
                        select exists (select from messages.message
                            where company_id = ? and id = any(?) and state = 'WAITING' and due_at <= ?)""")
                .params(company.value(), keys.toArray(Long[]::new), SqlTimes.column(now))
                .query(Boolean.class)
                .single();
    }

    /// What is due at a moment, whether somebody holds it or not, the longest due first.
    List<Letter> due(CompanyKey company, Instant now, int most) {
        return jdbc.sql("""
                        select * from messages.message
                        where company_id = ? and state = 'WAITING' and due_at <= ? order by due_at, id limit ?""")
                .params(company.value(), SqlTimes.column(now), most)
                .query((row, _) -> read(row))
                .list();
    }

    List<Letter> findAll(CompanyKey company, List<Long> keys) {
        return jdbc.sql("select * from messages.message where company_id = ? and id = any(?) order by id")
                .params(company.value(), keys.toArray(Long[]::new))
                .query((row, _) -> read(row))
                .list();
    }

    @Nullable
    Letter find(CompanyKey company, String id) {
        return jdbc.sql("select * from messages.message where company_id = ? and public_id = ?")
                .params(company.value(), id)
                .query((row, _) -> read(row))
                .optional()
                .orElse(null);
    }

    /// Newest first.
    List<Letter> page(CompanyKey company, @Nullable State state, Page.Request page) {
        return jdbc.sql("""
                        select * from messages.message
                        where company_id = ? and id < ? and (?::text is null or state = ?) order by id desc limit ?""")
                .params(company.value(), Objects.requireNonNullElse(page.after(), Long.MAX_VALUE))
                .param(state == null ? null : state.name())
                .param(state == null ? null : state.name())
                .param(page.fetch())
                .query((row, _) -> read(row))
                .list();
    }

    /// The earliest due moment of each company, across the companies of the transaction.
    Map<CompanyKey, Instant> earliest() {
        Map<CompanyKey, Instant> earliest = new HashMap<>();
        jdbc.sql("select company_id, min(due_at) from messages.message where state = 'WAITING' group by company_id")
                .query(row -> {
                    earliest.put(new CompanyKey(row.getLong(1)), SqlTimes.instant(row, 2));
                });
        return earliest;
    }

    /// How many are due, across the companies of the transaction.
    OptionalLong count(Map<CompanyKey, Instant> at) {
        return OptionalLong.of(jdbc.sql("""
                        select count(*) from unnest(?::bigint[], ?::text[]::timestamptz[]) as asked (company, at)
                        join messages.message on company_id = asked.company and state = 'WAITING'
                            and due_at <= asked.at""")
                .param(at.keySet().stream().map(CompanyKey::value).toArray(Long[]::new))
                .param(at.values().stream().map(Instant::toString).toArray(String[]::new))
                .query(Long.class)
                .single());
    }

    /// The companies that have written to anybody, among those of the transaction.
    List<CompanyKey> companies() {
        return jdbc.sql("select distinct company_id from messages.message")
                .query((row, _) -> new CompanyKey(row.getLong(1)))
                .list();
    }

    /// Deletes what ended before a moment, at most so many. Returns how many.
    int forget(CompanyKey company, Instant before, int most) {
        return jdbc.sql("""
                        delete from messages.message where company_id = ? and id in (
                            select id from messages.message
                            where company_id = ? and ended_at < ? and state <> 'WAITING' limit ?)""")
                .params(company.value(), company.value(), SqlTimes.column(before), most)
                .update();
    }

    private static @Nullable Object column(@Nullable Instant instant) {
        return instant == null ? null : SqlTimes.column(instant);
    }

    private static Letter read(ResultSet row) throws SQLException {
        String reason = row.getString("reason");
        return new Letter(
                row.getLong("id"),
                row.getString("public_id"),
                Channel.valueOf(row.getString("channel")),
                row.getString("kind"),
                row.getString("shown"),
                row.getString("request_id"),
                State.valueOf(row.getString("state")),
                reason == null ? null : Reason.valueOf(reason),
                row.getInt("attempts"),
                SqlTimes.instant(row, "created_at"),
                SqlTimes.instant(row, "due_at"),
                SqlTimes.optionalInstant(row, "ended_at"));
    }
}
