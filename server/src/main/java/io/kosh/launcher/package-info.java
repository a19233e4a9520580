/// The command line: starts and stops the server with its embedded PostgreSQL, tells what is wrong, and talks to a
/// running server over HTTP like any other client; proves the books without one.
@ApplicationModule(allowedDependencies = {"kernel", "platform", "identity", "ledger"})
@NullMarked
package io.kosh.launcher;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
