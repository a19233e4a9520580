package io.kosh.launcher.internal;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A database that somebody else runs, instead of the embedded one.
final class DatabaseOptions {
    @Option(
            names = "--database-url",
            paramLabel = "<url>",
            defaultValue = "${env:KOSH_DATABASE_URL}",
            description = "A PostgreSQL 15 or newer to use instead of the embedded one; KOSH_DATABASE_URL.")
    @Nullable
    String url;

    @Option(
            names = "--database-user",
            paramLabel = "<user>",
            defaultValue = "${env:KOSH_DATABASE_USER}",
            description = "Its role that owns and migrates the tables; KOSH_DATABASE_USER.")
    @Nullable
    String user;

    @Option(
            names = "--database-password",
            paramLabel = "<password>",
            defaultValue = "${env:KOSH_DATABASE_PASSWORD}",
            description = "That role's password; better given as KOSH_DATABASE_PASSWORD.")
    @Nullable
    String password;
}
