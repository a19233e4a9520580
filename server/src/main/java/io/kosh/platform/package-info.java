/// Spring, PostgreSQL and HTTP, once for every context: the way of a request, envelopes, transactions with a
/// tenant, the two clocks, the master key, jobs. Contexts use the types of this package; what is in `internal`
/// is how it is done.
@ApplicationModule(allowedDependencies = "kernel")
@NullMarked
package io.kosh.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
