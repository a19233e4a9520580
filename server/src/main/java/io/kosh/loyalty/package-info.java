/// Coins that a company gives its users for what they do: configurations of events, allocation, balance, burning,
/// reversal, expiry. Vouchers that holders buy with their points: catalogue, cart, orders that a supplier
/// fills. Every coin and point is a transfer in the ledger; this context holds no balance of its own.
@ApplicationModule(allowedDependencies = {"kernel", "platform", "identity", "vault", "ledger", "webhooks", "cards"})
@NullMarked
package io.kosh.loyalty;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
