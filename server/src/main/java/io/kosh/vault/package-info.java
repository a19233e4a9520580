/// Keeps what nobody else may read: card numbers, PINs, security codes, voucher codes. Everywhere else there are
/// tokens and masked numbers.
@ApplicationModule(allowedDependencies = {"kernel", "platform"})
@NullMarked
package io.kosh.vault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
