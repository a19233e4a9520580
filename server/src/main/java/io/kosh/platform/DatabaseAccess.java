package io.kosh.platform;

import io.kosh.kernel.Secret;

/// How to reach the database, by role.
///
/// @param url      JDBC URL of the database
/// @param owner    migrates and owns the tables
/// @param app      serves requests: no superuser, no BYPASSRLS
/// @param platform cross-company reads and jobs
public record DatabaseAccess(String url, Login owner, Login app, Login platform) {

    /// A database role and its password.
    public record Login(String user, Secret<String> password) {}

    /// Where the access comes from: an embedded server that may still be starting, or an outside one.
    @FunctionalInterface
    public interface Source {
        /// Waits until the database answers; throws where it cannot.
        DatabaseAccess await();
    }
}
