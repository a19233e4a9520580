package io.kosh.platform.internal;

import io.kosh.platform.DatabaseAccess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Whether the database answers, asked over a connection of its own: a pool that is merely busy is not a database that
/// is away, and a prober must not wait for either. An answer counts for a moment, so probing often costs nothing.
@Component("database")
final class DatabaseHealth implements HealthIndicator, DisposableBean {
    private static final long FRESH_NANOS = 200_000_000L;
    private static final int TIMEOUT_SECONDS = 1;

    private final DatabaseAccess access;
    private @Nullable Connection connection;
    private long askedAt;
    private boolean answered;

    DatabaseHealth(DatabaseAccess access) {
        this.access = access;
        this.askedAt = System.nanoTime() - FRESH_NANOS;
    }

    @Override
    public synchronized Health health() {
        if (System.nanoTime() - askedAt >= FRESH_NANOS) {
            answered = ask();
            if (!answered) {
                // The connection may have broken while the database came back.
                answered = ask();
            }
            askedAt = System.nanoTime();
        }
        return (answered ? Health.up() : Health.down()).build();
    }

    private boolean ask() {
        try {
            if (connection == null) {
                connection = connect();
            }
            if (connection.isValid(TIMEOUT_SECONDS)) {
                return true;
            }
        } catch (SQLException _) {
            // Counted as no answer.
        }
        destroy();
        return false;
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", access.app().user());
        properties.setProperty("password", access.app().password().value());
        properties.setProperty("connectTimeout", Integer.toString(TIMEOUT_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(TIMEOUT_SECONDS));
        properties.setProperty("ApplicationName", "kosh-health");
        return DriverManager.getConnection(access.url(), properties);
    }

    @Override
    public synchronized void destroy() {
        Connection known = connection;
        connection = null;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException _) {
                // It was broken, which is why it is let go.
            }
        }
    }
}
