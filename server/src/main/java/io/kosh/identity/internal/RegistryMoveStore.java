package io.kosh.identity.internal;

import io.kosh.platform.Page;
import io.kosh.platform.SqlTimes;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `identity.registry_move`: the locks, unlocks, new passwords and rules of what has no tenant.
@Component
final class RegistryMoveStore {
    private final JdbcClient jdbc;

    RegistryMoveStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What was moved.
    enum Kind {
        COMPANY,
        PARTNER,
        LOGIN,
        CLIENT
    }

    /// What of it was moved. A password has no states that may be told: the one before was REPLACED, the new one SET.
    enum Field {
        ACCESS,
        PASSWORD,
        BODY_RULE
    }

    /// A move with the key that lists are paged by.
    record Kept(long key, Field field, Move move) {}

    void insert(Kind kind, String subject, Field field, Move move) {
        jdbc.sql("""
                insert into identity.registry_move (kind, subject, field, moved_at, moved_by, from_state, to_state)
                values (?, ?, ?, ?, ?, ?, ?)
                """)
                .params(
                        kind.name(),
                        subject,
                        field.name(),
                        SqlTimes.column(move.at()),
                        move.by(),
                        move.from(),
                        move.to())
                .update();
    }

    List<Kept> page(Kind kind, String subject, Page.Request page) {
        return jdbc.sql("""
                select * from identity.registry_move where kind = ? and subject = ? and id > ? order by id limit ?
                """)
                .params(kind.name(), subject, page.after() == null ? 0L : page.after(), page.fetch())
                .query((row, _) -> new Kept(
                        row.getLong("id"),
                        Field.valueOf(row.getString("field")),
                        new Move(
                                SqlTimes.instant(row, "moved_at"),
                                row.getString("moved_by"),
                                row.getString("from_state"),
                                row.getString("to_state"))))
                .list();
    }
}
