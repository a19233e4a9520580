package io.kosh.cards.internal;

import io.kosh.cards.internal.PageLink.Purpose;
import io.kosh.identity.Identity;
import io.kosh.identity.User;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Tokens that sign a card's holder in once, without a password.
@Component
final class SignIns {
    private final Database database;
    private final CardAccounts accounts;
    private final CardSearches searches;
    private final CardStore cards;
    private final PageLinks links;
    private final Identity identity;

    SignIns(
            Database database,
            CardAccounts accounts,
            CardSearches searches,
            CardStore cards,
            PageLinks links,
            Identity identity) {
        this.database = database;
        this.accounts = accounts;
        this.searches = searches;
        this.cards = cards;
        this.links = links;
        this.identity = identity;
    }

    /// A token for the active holder of an active card.
    Secret<String> open(CompanyRef company, String accountId, String cardId) {
        return database.inCompany(company.key(), () -> {
            Card card = searches.existing(company.key(), accounts.existing(company, accountId), cardId);
            requireUsable(company, card);
            return links.open(company.key(), new PageLink(card.key(), Purpose.SIGN_IN))
                    .token();
        });
    }

    /// The card whose holder a token signs in; the token is used up.
    Card use(CompanyRef company, Secret<String> token) {
        return database.inCompany(company.key(), () -> {
            Card card = useNow(company, token, false);
            if (card == null) {
                throw Refusal.ofField(
                        CardError.CARD_SIGN_IN_INVALID, "token", "the token is unknown, was used or has ended");
            }
            return card;
        });
    }

    /// As [#use], in the transaction of the company that is open; null where the token signs nobody in.
    ///
    /// @param administrator whether only the administrator of an account will do
    @Nullable
    Card useNow(CompanyRef company, Secret<String> token, boolean administrator) {
        PageLink link = links.use(company.key(), token, Set.of(Purpose.SIGN_IN));
        Card card = link == null ? null : cards.find(company.key(), link.card());
        if (card != null) {
            requireUsable(company, card);
            if (administrator && !card.administrator()) {
                throw Refusal.of(CardError.CARD_NOT_ADMINISTRATORS, CardError.CARD_NOT_ADMINISTRATORS.meaning());
            }
        }
        return card;
    }

    /// A card by its internal key, in the transaction of the company that is open; null where it or its holder is not
    /// active.
    @Nullable
    Card usable(CompanyRef company, long key) {
        Card card = cards.find(company.key(), key);
        return card != null && card.state() == CardState.ACTIVE && isHolderActive(company, card) ? card : null;
    }

    private void requireUsable(CompanyRef company, Card card) {
        card.requireActive();
        if (!isHolderActive(company, card)) {
            throw card.holderInactive();
        }
    }

    private boolean isHolderActive(CompanyRef company, Card card) {
        User holder = identity.findUser(company.key(), card.userId());
        return holder != null && holder.isActive();
    }
}
