package io.kosh.cards.internal;

import io.kosh.cards.internal.HolderStore.Change;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.platform.BusinessClock;
import io.kosh.vault.Vault;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// How well those are known who hold cards with a number. In the transaction of the company that is open.
@Component
final class KnownHolders {
    private final HolderStore store;
    private final Vault vault;
    private final BusinessClock clock;

    KnownHolders(HolderStore store, Vault vault, BusinessClock clock) {
        this.store = store;
        this.vault = vault;
        this.clock = clock;
    }

    /// Records what was learnt of a person; who is known better already stays so.
    ///
    /// @param pan   the number of the document that shows it, kept by the vault; null for none
    /// @param actor who said so
    /// @return how well they are known now
    Kyc record(CompanyKey company, String userId, Kyc level, @Nullable Secret<String> pan, String actor) {
        Instant now = clock.now(company);
        Kyc before = store.lock(company, userId, now);
        Kyc after = before.atLeast(level);
        String token = pan == null ? null : vault.seal(company, PanDocument.SEALED, pan);
        if (after != before || token != null) {
            store.change(company, userId, new Change(before, after, token, actor, now));
        }
        return after;
    }

    Kyc of(CompanyKey company, String userId) {
        return store.find(company, userId);
    }
}
