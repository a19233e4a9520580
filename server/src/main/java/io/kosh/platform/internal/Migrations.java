package io.kosh.platform.internal;

import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.Profile;
import io.kosh.platform.StartupFailure;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/// Brings the database to this program's version, as the owner: one history, a folder a context, time-stamped versions.
final class Migrations {
    private Migrations() {}

    static void run(DatabaseAccess access, Profile profile) {
        MigrationMark mark = new MigrationMark(access, MigrationMark.program());
        if (!mark.stands()) {
            migrate(access, profile);
            mark.set();
        }
    }

    private static void migrate(DatabaseAccess access, Profile profile) {
        Flyway flyway = Flyway.configure()
                .dataSource(
                        access.url(),
                        access.owner().user(),
                        access.owner().password().value())
                .locations("classpath:db/migration")
                .schemas("platform")
                .defaultSchema("platform")
                .table("migration_history")
                .placeholders(Map.of(
                        "owner",
                        access.owner().user(),
                        "app",
                        access.app().user(),
                        "platform",
                        access.platform().user(),
                        "profile",
                        profile.word()))
                .validateOnMigrate(true)
                .ignoreMigrationPatterns("*:future")
                .connectRetries(0)
                .load();
        MigrationInfoService info = flyway.info();
        for (var applied : info.applied()) {
            if (applied.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new StartupFailure("The database was made by a newer Kosh (its migration " + applied.getVersion()
                        + " is not known here): start that version or a newer one.");
            }
        }
        if (info.pending().length > 0) {
            flyway.migrate();
        } else {
            flyway.validate();
        }
    }
}
