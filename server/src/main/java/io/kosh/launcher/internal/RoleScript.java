package io.kosh.launcher.internal;

import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.DatabaseAccess.Login;
import io.kosh.platform.MasterKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// What an administrator runs where the given role may not make roles. It carries verifiers, not passwords.
final class RoleScript {
    private RoleScript() {}

    static String of(ServerOptions options) {
        if (options.database.url == null) {
            throw new CommandFailure("The roles of the embedded database are made by ./kosh start: "
                    + "--print-roles needs --database-url and --database-user.");
        }
        DataDir dir = options.dir();
        dir.prepare();
        dir.checkProfile(options.profile);
        MasterKey key = MasterKeys.find(dir, options.profile);
        dir.stamp(options.profile, key);
        OutsideDatabase database = OutsideDatabase.of(options.database, key);
        StringBuilder script = new StringBuilder();
        try (Connection connection = database.connectAsOwner()) {
            DatabaseAccess access = database.access(connection);
            String name = connection.getCatalog().replace("\"", "\"\"");
            script.append("-- Roles of Kosh on the database ").append(name).append(": run as an administrator.\n");
            for (Login login : List.of(access.app(), access.platform())) {
                String verb = OutsideDatabase.rolePower(connection, login.user()) == null ? "create" : "alter";
                script.append(verb)
                        .append(" role ")
                        .append(login.user())
                        .append(" login nosuperuser nobypassrls nocreaterole nocreatedb password '")
                        .append(ScramVerifier.of(login.password().value()))
                        .append("';\n");
                script.append("grant connect on database \"")
                        .append(name)
                        .append("\" to ")
                        .append(login.user())
                        .append(";\n");
            }
            script.append("grant create on database \"")
                    .append(name)
                    .append("\" to \"")
                    .append(access.owner().user().replace("\"", "\"\""))
                    .append("\";\n");
        } catch (SQLException e) {
            throw new CommandFailure("The database cannot be asked: " + Installation.firstLine(e));
        }
        return script.toString();
    }
}
