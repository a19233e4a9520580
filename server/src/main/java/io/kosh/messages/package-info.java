/// Mails and SMS to people: the outbox that is written in the transaction of what they tell of, the rails that take
/// them, and codes that show who has a mailbox or a telephone. Texts come from the message bundles, by the kind's name.
@ApplicationModule(allowedDependencies = {"kernel", "platform"})
@NullMarked
package io.kosh.messages;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
