package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.Profile;
import io.kosh.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The mark may spare the look at the migrations only where nothing differs.
@Tag("store")
class MigrationMarkTest {
    private static final String PROGRAM = "0123abcd";

    private final DatabaseAccess access = TestDatabase.fresh();
    private final MigrationMark mark = new MigrationMark(access, PROGRAM);

    private void asOwner(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        access.url(),
                        access.owner().user(),
                        access.owner().password().value());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void standsForTheSameProgramOnAnUnchangedHistoryAlone() throws SQLException {
        assertThat(mark.stands()).as("on an empty database").isFalse();
        Migrations.run(access, Profile.SANDBOX);
        assertThat(mark.stands()).as("before it is set").isFalse();

        mark.set();

        assertThat(mark.stands()).isTrue();
        assertThat(new MigrationMark(access, "another").stands()).isFalse();
        assertThat(new MigrationMark(access, null).stands())
                .as("a program that runs from classes")
                .isFalse();

        asOwner("update platform.migration_history set checksum = checksum + 1 where installed_rank = 1");
        assertThat(mark.stands()).as("with a changed history").isFalse();
        asOwner("update platform.migration_history set checksum = checksum - 1 where installed_rank = 1");
        assertThat(mark.stands()).isTrue();
        asOwner("update platform.migration_history set success = false where installed_rank = 1");
        assertThat(mark.stands()).as("with a failed migration").isFalse();
    }

    @Test
    void aDatabaseThatDoesNotAnswerHasNoMark() {
        DatabaseAccess away = new DatabaseAccess(
                access.url().replaceFirst("/[^/]*$", "/none"), access.owner(), access.app(), access.platform());

        assertThat(new MigrationMark(away, PROGRAM).stands()).isFalse();
        new MigrationMark(away, PROGRAM).set();
    }
}
