package io.kosh.launcher.internal;

import io.kosh.identity.ClientCredentials;
import io.kosh.identity.Identity;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Profile;

/// Makes the first operator of a live installation, who makes the others. Whoever holds the data folder with its
/// master key may: the program asks the database itself, whether a server runs beside it or not.
final class FirstOperator {
    private final DataDir dir;
    private final DatabaseOptions database;

    FirstOperator(DataDir dir, DatabaseOptions database) {
        this.dir = dir;
        this.database = database;
    }

    ClientCredentials create() {
        if (!dir.isStamped()) {
            throw new CommandFailure("The data folder " + dir.root()
                    + " has no installation yet: start it once with ./kosh start --profile live.");
        }
        dir.checkProfile(Profile.LIVE);
        try {
            return new Offline(dir, database)
                    .ask(beans -> beans.getBean(Identity.class).createOperator());
        } catch (Refusal refusal) {
            throw new CommandFailure("No operator was made: " + refusal.detail()
                    + " (set KOSH_OPERATOR_ID and KOSH_OPERATOR_SECRET to do it as one).");
        }
    }
}
