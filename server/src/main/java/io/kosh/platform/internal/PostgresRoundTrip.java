package io.kosh.platform.internal;

import io.kosh.platform.RoundTrip;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/// One prepared statement of several: the driver sends its parts one after another and waits once.
final class PostgresRoundTrip implements RoundTrip {
    private static final Rows NONE = _ -> {};

    private final JdbcOperations jdbc;
    private final PostgresDatabase.Work work;
    private final StringJoiner sql = new StringJoiner(";\n");
    /// What reads the rows of each statement, null for one without.
    private final List<@Nullable Rows> readers = new ArrayList<>();

    private final List<@Nullable Object> parameters = new ArrayList<>();

    PostgresRoundTrip(JdbcOperations jdbc, PostgresDatabase.Work work) {
        this.jdbc = jdbc;
        this.work = work;
        if (!work.bound()) {
            read("select set_config(?, ?, true) is not null", NONE, work.setting(), work.value());
        }
    }

    @Override
    public RoundTrip read(String statement, Rows rows, @Nullable Object... values) {
        return add(statement, rows, values);
    }

    @Override
    public RoundTrip write(String statement, @Nullable Object... values) {
        return add(statement, null, values);
    }

    private RoundTrip add(String statement, @Nullable Rows rows, @Nullable Object... values) {
        sql.add(statement);
        readers.add(rows);
        parameters.addAll(Arrays.asList(values));
        return this;
    }

    /// Takes along the statements of another trip.
    void take(PostgresRoundTrip other) {
        if (other.readers.isEmpty()) {
            return;
        }
        sql.add(other.sql.toString());
        readers.addAll(other.readers);
        parameters.addAll(other.parameters);
    }

    @Override
    public void send() {
        if (!readers.isEmpty()) {
            jdbc.execute((Connection connection) -> {
                send(connection);
                return readers.size();
            });
            work.wasBound();
        }
    }

    @Override
    public void sendAtEnd() {
        if (work.shared()) {
            work.leave(this);
        } else {
            send();
        }
    }

    private void send(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            boolean answersRows = statement.execute();
            for (Rows reader : readers) {
                if (answersRows != (reader != null)) {
                    throw new SQLException("a statement of a round trip answers otherwise than said: " + sql);
                }
                if (reader != null) {
                    read(statement, reader);
                }
                answersRows = statement.getMoreResults();
            }
        }
    }

    private static void read(PreparedStatement statement, Rows reader) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }
}
