package io.kosh.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.StartupFailure;
import io.kosh.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("store")
class OutsideDatabaseTest {
    @TempDir
    Path folder;

    private final DatabaseAccess given = TestDatabase.fresh();
    private final String name = given.url().replaceAll(".*/", "").replaceAll("\\?.*", "");

    @AfterEach
    void ownerMayMakeNoRoles() {
        TestDatabase.execute("postgres", "alter role kosh_owner nocreaterole");
    }

    private ServerOptions options() {
        ServerOptions options = new ServerOptions();
        options.dataDir = folder;
        options.database.url = given.url();
        options.database.user = given.owner().user();
        options.database.password = given.owner().password().value();
        return options;
    }

    @Test
    void makesItsRolesWhereItMay() throws Exception {
        TestDatabase.execute("postgres", "alter role kosh_owner createrole");
        DatabaseAccess access =
                OutsideDatabase.of(options().database, TestDatabase.MASTER_KEY).await();
        assertThat(access.app().user()).isEqualTo(name + "_app");
        assertThat(access.platform().user()).isEqualTo(name + "_platform");
        logsIn(access.app());
        logsIn(access.platform());
        // A second server with the same key finds them as they are.
        assertThat(OutsideDatabase.of(options().database, TestDatabase.MASTER_KEY)
                        .await()
                        .app()
                        .user())
                .isEqualTo(name + "_app");
    }

    @Test
    void asksForAnAdministratorWhereItMayNot() throws Exception {
        OutsideDatabase database =
                OutsideDatabase.of(options().database, MasterKeys.find(dir(), io.kosh.platform.Profile.SANDBOX));
        assertThatThrownBy(database::await)
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("./kosh doctor --print-roles");

        String script = RoleScript.of(options());
        assertThat(script).contains("SCRAM-SHA-256$").contains("nobypassrls");
        Arrays.stream(script.split(";\n", -1))
                .filter(line -> !line.isBlank())
                .forEach(line -> TestDatabase.execute("postgres", line));

        DatabaseAccess access = database.await();
        logsIn(access.app());
        logsIn(access.platform());
    }

    @Test
    void refusesARoleThatPassesTheWalls() {
        TestDatabase.execute("postgres", "alter role kosh_owner createrole");
        OutsideDatabase database = OutsideDatabase.of(options().database, TestDatabase.MASTER_KEY);
        database.await();
        TestDatabase.execute("postgres", "alter role " + name + "_app bypassrls");
        assertThatThrownBy(database::await).hasMessageContaining(name + "_app has BYPASSRLS");
    }

    @Test
    void saysThatADatabaseDoesNotAnswer() {
        ServerOptions options = options();
        options.database.url = "postgresql://me:secret-word@127.0.0.1:1/none";
        options.database.user = null;
        options.database.password = null;
        OutsideDatabase database = OutsideDatabase.of(options.database, TestDatabase.MASTER_KEY);
        assertThatThrownBy(database::await)
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("The database //127.0.0.1:1/none cannot be reached as me")
                .hasMessageNotContaining("secret-word");
    }

    private DataDir dir() {
        DataDir dir = DataDir.at(folder);
        dir.prepare();
        return dir;
    }

    private static void logsIn(DatabaseAccess.Login login, String url) throws Exception {
        try (Connection connection =
                DriverManager.getConnection(url, login.user(), login.password().value())) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    private void logsIn(DatabaseAccess.Login login) throws Exception {
        logsIn(login, given.url());
    }
}
