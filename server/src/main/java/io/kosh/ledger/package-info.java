/// One double-entry book a company and asset: every rupee, point and coin moves by a transfer here and in no other way.
/// Transfers are made from named posting templates, are immutable and unique for ever by their source; balances change
/// in the transaction of their entries, under row locks in a fixed order. Knows accounts, not products.
@ApplicationModule(allowedDependencies = {"kernel", "platform"})
@NullMarked
package io.kosh.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
