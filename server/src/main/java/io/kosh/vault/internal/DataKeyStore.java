package io.kosh.vault.internal;

import io.kosh.platform.SqlTimes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `vault.data_key`.
@Component
final class DataKeyStore {
    private static final RowMapper<Wrapped> ROW =
            (row, _) -> new Wrapped(row.getInt("id"), row.getBytes("wrapped"), SqlTimes.instant(row, "created_at"));

    private final JdbcClient jdbc;

    DataKeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A data key as it is kept.
    @SuppressWarnings("ArrayRecordComponent") // written and read, never compared
    record Wrapped(int id, byte[] key, Instant createdAt) {}

    /// Waits for whoever makes a key at the moment.
    void lock() {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('vault.data_key', 0))")
                .query()
                .singleRow();
    }

    /// The key that is sealed with now, null before the first.
    @Nullable
    Wrapped newest() {
        return jdbc.sql("select * from vault.data_key order by id desc limit 1")
                .query(ROW)
                .optional()
                .orElse(null);
    }

    @Nullable
    Wrapped find(int id) {
        return jdbc.sql("select * from vault.data_key where id = ?")
                .param(id)
                .query(ROW)
                .optional()
                .orElse(null);
    }

    /// Oldest first.
    List<Wrapped> all() {
        return jdbc.sql("select * from vault.data_key order by id").query(ROW).list();
    }

    Wrapped insert(byte[] wrapped, Instant now) {
        return jdbc.sql("insert into vault.data_key (wrapped, created_at) values (?, ?) returning *")
                .params(wrapped, SqlTimes.column(now))
                .query(ROW)
                .single();
    }
}
