package io.kosh.launcher.internal;

import io.kosh.kernel.Secret;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.DatabaseAccess.Login;
import io.kosh.platform.MasterKey;
import io.kosh.platform.StartupFailure;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL that somebody else runs. The given role owns and migrates the tables; the two roles that serve are
/// named after the database, with passwords derived from the master key, so every server with the key knows them.
final class OutsideDatabase implements DatabaseAccess.Source {
    private static final int OLDEST = 15;
    private static final String JDBC = "jdbc:postgresql:";

    private final String url;
    private final Login owner;
    private final MasterKey key;

    private OutsideDatabase(String url, Login owner, MasterKey key) {
        this.url = url;
        this.owner = owner;
        this.key = key;
    }

    static OutsideDatabase of(DatabaseOptions options, MasterKey key) {
        String given = java.util.Objects.requireNonNull(options.url).strip();
        String user = options.user;
        String password = options.password;
        if (given.startsWith("postgres://") || given.startsWith("postgresql://")) {
            URI uri = URI.create(given);
            String[] login = uri.getUserInfo() == null
                    ? new String[0]
                    : uri.getUserInfo().split(":", 2);
            user = user == null && login.length > 0 ? login[0] : user;
            password = password == null && login.length > 1 ? login[1] : password;
            given = JDBC + "//" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getPath()
                    + (uri.getQuery() == null ? "" : "?" + uri.getQuery());
        }
        if (!given.startsWith(JDBC)) {
            throw new StartupFailure("The database URL must look like jdbc:postgresql://host:5432/kosh.");
        }
        if (user == null) {
            throw new StartupFailure("The database URL needs a user: set --database-user or KOSH_DATABASE_USER.");
        }
        return new OutsideDatabase(given, new Login(user, new Secret<>(password == null ? "" : password)), key);
    }

    @Override
    public DatabaseAccess await() {
        try (Connection connection = connect(owner)) {
            checkVersion(connection);
            DatabaseAccess access = access(connection);
            for (Login login : List.of(access.app(), access.platform())) {
                if (!answers(login)) {
                    createOrUpdate(connection, login);
                }
                checkPowerless(connection, login.user());
            }
            return access;
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    /// How the database is reached by its three roles, without trying them.
    DatabaseAccess access(Connection connection) throws SQLException {
        String prefix = connection.getCatalog().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return new DatabaseAccess(url, owner, login(prefix + "_app"), login(prefix + "_platform"));
    }

    Connection connectAsOwner() {
        try {
            return connect(owner);
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    private StartupFailure unreachable(SQLException e) {
        String place = url.substring(JDBC.length()).replaceAll("\\?.*", "");
        return new StartupFailure(
                "The database " + place + " cannot be reached as " + owner.user() + ": " + Installation.firstLine(e));
    }

    private Login login(String role) {
        return new Login(role, new Secret<>(HexFormat.of().formatHex(key.derive("postgres/" + role, 24))));
    }

    private Connection connect(Login login) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password().value());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        return DriverManager.getConnection(url, properties);
    }

    private boolean answers(Login login) throws SQLException {
        try (Connection _ = connect(login)) {
            return true;
        } catch (SQLException e) {
            String state = e.getSQLState();
            // Wrong password, no such role, or no right to connect: all are mended by making the role.
            if (state != null && (state.startsWith("28") || state.equals("42501"))) {
                return false;
            }
            throw e;
        }
    }

    private static void checkVersion(Connection connection) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST) {
            throw new StartupFailure("The database is PostgreSQL " + version + " and Kosh needs " + OLDEST
                    + " or newer: upgrade it or choose another with --database-url.");
        }
    }

    private static void createOrUpdate(Connection connection, Login login) throws SQLException {
        boolean exists = rolePower(connection, login.user()) != null;
        String password = login.password().value();
        try (Statement statement = connection.createStatement()) {
            statement.execute((exists ? "alter" : "create") + " role " + login.user()
                    + " login nosuperuser nobypassrls nocreaterole nocreatedb password '"
                    + ScramVerifier.of(password) + "'");
            statement.execute("grant connect on database \""
                    + connection.getCatalog().replace("\"", "\"\"") + "\" to " + login.user());
        } catch (SQLException e) {
            if ("42501".equals(e.getSQLState())) {
                throw new StartupFailure("The database role " + login.user()
                        + " is missing or has another password, and the given user may not make roles: let an "
                        + "administrator run what ./kosh doctor --print-roles prints.");
            }
            throw e;
        }
    }

    private static void checkPowerless(Connection connection, String role) throws SQLException {
        String power = rolePower(connection, role);
        if (power != null && !power.isEmpty()) {
            throw new StartupFailure("The database role " + role + " has " + power
                    + ", which passes the walls between companies: run alter role " + role
                    + " nosuperuser nobypassrls.");
        }
    }

    /// What a role has that it must not have, empty where nothing; null where there is no such role.
    static @Nullable String rolePower(Connection connection, String role) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select rolsuper, rolbypassrls from pg_catalog.pg_roles where rolname = ?")) {
            query.setString(1, role);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                return row.getBoolean(1) ? "SUPERUSER" : row.getBoolean(2) ? "BYPASSRLS" : "";
            }
        }
    }
}
