package io.kosh.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the database itself says of how durable its commits are. A rate without durability is no rate.
final class Durability {
    private static final List<String> MUST_BE_ON = List.of("fsync", "synchronous_commit", "full_page_writes");

    private Durability() {}

    /// The settings as the server shows them; throws where one of them is off.
    static Map<String, String> check(PostgresFacts facts) throws SQLException {
        Map<String, String> shown = new TreeMap<>();
        try (Connection connection = facts.administrator();
                Statement statement = connection.createStatement()) {
            for (String setting : MUST_BE_ON) {
                shown.put(setting, show(statement, setting));
            }
            shown.put("server_version", show(statement, "server_version"));
        }
        for (String setting : MUST_BE_ON) {
            if (!"on".equals(shown.get(setting))) {
                throw new BenchFailure("Nothing is measured with " + setting + " = " + shown.get(setting) + ".");
            }
        }
        return shown;
    }

    /// Writes a checkpoint now, as fast as the disk takes it.
    static void checkpoint(PostgresFacts facts) throws SQLException {
        try (Connection connection = facts.administrator();
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        }
    }

    private static String show(Statement statement, String setting) throws SQLException {
        try (ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        }
    }
}
