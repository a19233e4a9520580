package io.kosh.cards.internal;

import io.kosh.identity.Identity;
import io.kosh.identity.User;
import io.kosh.kernel.IdShape;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.MasterKey;
import io.kosh.platform.MasterKey.KeyedHash;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// Tokens that sign a card's holder in once, without a password. They live by the clock of the machine: moving a
/// sandbox's business time ends none.
@Component
final class SignIns {
    static final Duration LIFE = Duration.ofMinutes(5);
    private static final IdShape TOKEN = IdShape.token(26);

    private final Database database;
    private final CardAccounts accounts;
    private final CardSearches searches;
    private final CardStore cards;
    private final SignInStore store;
    private final Identity identity;
    private final KeyedHash hash;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    SignIns(
            Database database,
            CardAccounts accounts,
            CardSearches searches,
            CardStore cards,
            SignInStore store,
            Identity identity,
            MasterKey masterKey,
            Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.searches = searches;
        this.cards = cards;
        this.store = store;
        this.identity = identity;
        this.hash = masterKey.keyedHash("cards/sign-in");
        this.clock = clock;
    }

    /// A token for the active holder of an active card.
    Secret<String> open(CompanyRef company, String accountId, String cardId) {
        Secret<String> token = new Secret<>(TOKEN.mint(random));
        return database.inCompany(company.key(), () -> {
            Card card = searches.existing(company.key(), accounts.existing(company, accountId), cardId);
            requireUsable(company, card);
            Instant now = clock.instant();
            store.insert(company.key(), hash.of(token.value()), card.key(), now, now.plus(LIFE));
            return token;
        });
    }

    /// The card whose holder a token signs in; the token is used up.
    Card use(CompanyRef company, Secret<String> token) {
        return database.inCompany(company.key(), () -> {
            Long key = store.use(company.key(), hash.of(token.value()), clock.instant());
            Card card = key == null ? null : cards.find(company.key(), key);
            if (card == null) {
                throw Refusal.ofField(
                        CardError.CARD_SIGN_IN_INVALID, "token", "the token is unknown, was used or has ended");
            }
            requireUsable(company, card);
            return card;
        });
    }

    private void requireUsable(CompanyRef company, Card card) {
        card.requireActive();
        User holder = identity.findUser(company.key(), card.userId());
        if (holder == null || holder.status() != User.Status.ACTIVE) {
            throw card.holderInactive();
        }
    }
}
