/// What a company gives its people on cards: card accounts that it funds, cards under them, value that moves between
@ApplicationModule(allowedDependencies = {"kernel", "platform", "identity", "ledger", "vault", "webhooks", "sandbox"})
@NullMarked
package io.kosh.cards;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
