package io.kosh.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.MasterKey;
import io.kosh.platform.Profile;
import io.kosh.platform.StartupFailure;
import io.kosh.testing.TestDatabase;
import io.kosh.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class InstallationTest {
    private final DatabaseAccess access = TestDatabase.fresh();

    @BeforeEach
    void migrated() {
        TestServer.start(access, Map.of()).stop();
    }

    @Test
    void dropsDemoDataThatWasNotFinished() throws Exception {
        try (Installation first = installation(Profile.SANDBOX)) {
            first.check(access);
        }
        assertThat(present("platform.installation")).isFalse();
        assertThat(present("platform.migration_history")).isFalse();
    }

    @Test
    void keepsDemoDataThatWasFinished() throws Exception {
        seed();
        try (Installation second = installation(Profile.SANDBOX)) {
            second.check(access);
            assertThat(second.seeded()).isTrue();
        }
        assertThat(present("platform.installation")).isTrue();
    }

    @Test
    void neverStartsAsTheOtherProfile() throws Exception {
        seed();
        try (Installation live = installation(Profile.LIVE)) {
            assertThatThrownBy(() -> live.check(access))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("belongs to the profile sandbox and never starts as live");
        }
    }

    @Test
    void refusesAnotherMasterKey() throws Exception {
        seed();
        byte[] other = new byte[MasterKey.BYTES];
        other[0] = 1;
        try (Installation wrong = new Installation(Profile.SANDBOX, new MasterKey(other))) {
            assertThatThrownBy(() -> wrong.check(access))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("The master key is not the one that this database was made with");
        }
    }

    private static Installation installation(Profile profile) {
        return new Installation(profile, TestDatabase.MASTER_KEY);
    }

    /// What a first start does: it finds nothing, migrates, completes and marks.
    private void seed() {
        try (Installation first = installation(Profile.SANDBOX)) {
            first.check(access);
            TestServer.start(access, Map.of()).stop();
            first.complete();
            first.markSeeded();
        }
    }

    private boolean present(String table) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        access.url(),
                        access.owner().user(),
                        access.owner().password().value());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select to_regclass('" + table + "') is not null")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
