package io.kosh.platform.internal;

import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.Profile;

/// Brings a database of tests to this program's version without starting a server on it.
public final class MigratedDatabase {
    private MigratedDatabase() {}

    public static DatabaseAccess of(DatabaseAccess access) {
        Migrations.run(access, Profile.SANDBOX);
        return access;
    }
}
