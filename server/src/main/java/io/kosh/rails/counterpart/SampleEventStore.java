package io.kosh.rails.counterpart;

import io.kosh.platform.SqlTimes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What the sandbox's acquirer has to tell.
@Component
@OnlyInSandbox
final class SampleEventStore {
    private final JdbcClient jdbc;

    SampleEventStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param decided whether it was decided what goes wrong with it
    record Event(long number, String merchant, String body, int attempts, boolean decided) {}

    void insert(String merchant, String body, Instant dueAt) {
        jdbc.sql("insert into rails.sample_event (merchant, body, due_at) values (?, ?, ?)")
                .params(merchant, body, SqlTimes.column(dueAt))
                .update();
    }

    /// Takes what is due until a moment by which it is told, or taken again.
    List<Event> claim(Instant now, Instant until, int most) {
        return jdbc.sql("""
                        update rails.sample_event set due_at = ?, held = false
                        where number in (
                            select number from rails.sample_event where done_at is null and due_at <= ?
                            order by number limit ? for update skip locked)
                        returning number, merchant, body, attempts, decided""")
                .params(SqlTimes.column(until), SqlTimes.column(now), most)
                .query((row, _) ->
                        new Event(row.getLong(1), row.getString(2), row.getString(3), row.getInt(4), row.getBoolean(5)))
                .list();
    }

    /// Keeps it back.
    ///
    /// @param held until one that follows it is told, at the longest until then
    void keep(long number, Instant dueAt, boolean held) {
        jdbc.sql("update rails.sample_event set due_at = ?, held = ?, decided = true where number = ?")
                .params(SqlTimes.column(dueAt), held, number)
                .update();
    }

    void again(long number, Instant dueAt) {
        jdbc.sql("update rails.sample_event set due_at = ?, attempts = attempts + 1, decided = true where number = ?")
                .params(SqlTimes.column(dueAt), number)
                .update();
    }

    /// It is told; those of the same merchant that waited for one to follow them go now.
    void done(Event event, Instant now) {
        jdbc.sql("update rails.sample_event set done_at = ?, decided = true where number = ?")
                .params(SqlTimes.column(now), event.number())
                .update();
        jdbc.sql("""
                        update rails.sample_event set due_at = ?, held = false
                        where done_at is null and held and merchant = ? and number < ?""")
                .params(SqlTimes.column(now), event.merchant(), event.number())
                .update();
    }

    @Nullable
    Instant next() {
        return jdbc.sql("select min(due_at) from rails.sample_event where done_at is null")
                .query((row, _) -> SqlTimes.optionalInstant(row, 1))
                .list()
                .getFirst();
    }

    /// Forgets what was told, and gives up what nobody took, before a moment.
    void forget(Instant before) {
        jdbc.sql("delete from rails.sample_event where done_at < ?")
                .param(SqlTimes.column(before))
                .update();
    }
}
