/// What a company gives its people on cards: card accounts that it funds, cards under them, value that moves between
/// the two and is looked up. Rewards and incentives are accounts of points, whose cards have no number; the numbers
/// of all others are in the vault. Every amount is a transfer in the ledger; this context holds no balance of its own.
@ApplicationModule(allowedDependencies = {"kernel", "platform", "identity", "ledger", "vault", "webhooks", "messages"})
@NullMarked
package io.kosh.cards;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
