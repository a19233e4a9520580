/// Coins that a company gives its users for what they do: configurations of events, allocation, balance, burning,
/// reversal, expiry. Every coin is a transfer in the ledger; this context holds no balance of its own.
@ApplicationModule(allowedDependencies = {"kernel", "platform", "identity", "ledger", "webhooks"})
@NullMarked
package io.kosh.loyalty;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
