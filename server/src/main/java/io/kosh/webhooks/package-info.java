/// Tells companies what happened: endpoints, the outbox that is written in the transaction of what happened, signed
/// deliveries with retries, and their log. Knows events by their names only.
@ApplicationModule(allowedDependencies = {"kernel", "platform"})
@NullMarked
package io.kosh.webhooks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
