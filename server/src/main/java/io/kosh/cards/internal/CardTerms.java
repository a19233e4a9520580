package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.PublicIds;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The terms of card accounts, and who accepted them for which card.
@Component
final class CardTerms {
    private final Database database;
    private final CardAccounts accounts;
    private final CardAccountStore accountStore;
    private final CardStore cards;
    private final CardSearches searches;
    private final TermsStore store;
    private final TermsLinks links;
    private final PublicIds ids;
    private final BusinessClock clock;

    CardTerms(
            Database database,
            CardAccounts accounts,
            CardAccountStore accountStore,
            CardStore cards,
            CardSearches searches,
            TermsStore store,
            TermsLinks links,
            PublicIds ids,
            BusinessClock clock) {
        this.database = database;
        this.accounts = accounts;
        this.accountStore = accountStore;
        this.cards = cards;
        this.searches = searches;
        this.store = store;
        this.links = links;
        this.ids = ids;
        this.clock = clock;
    }

    /// The terms that count.
    ///
    /// @param text null for the first version, which is the installation's, in the reader's language
    record Terms(CardAccount account, int version, @Nullable String text) {}

    Terms latest(CompanyRef company, String accountId) {
        return database.inCompany(company.key(), () -> latest(company.key(), accounts.existing(company, accountId)));
    }

    private Terms latest(CompanyKey company, CardAccount account) {
        return new Terms(account, account.terms(), store.text(company, account.key(), account.terms()));
    }

    /// Publishes another text: from now on every holder of a card of the account has to accept it.
    Terms publish(CompanyRef company, String accountId, String text, String actor) {
        return database.inCompany(company.key(), () -> {
            CardAccount account = accountStore.lock(company.key(), accountId);
            if (account == null) {
                throw CardAccount.unknown(company.id(), accountId);
            }
            int version = account.terms() + 1;
            store.publish(
                    company.key(),
                    account.key(),
                    new TermsStore.Written(version, text, actor, clock.now(company.key())));
            return new Terms(account, version, text);
        });
    }

    /// The holder accepted a version, as the company says.
    Card accept(CompanyRef company, String cardId, int version) {
        return database.inCompany(
                company.key(), () -> accept(company.key(), searches.locked(company.key(), null, cardId), version));
    }

    /// @param card locked
    private Card accept(CompanyKey company, Card card, int version) {
        Card.Gates gates = card.gates();
        if (version != gates.latest()) {
            throw Refusal.ofField(
                    CardError.CARD_TERMS_VERSION,
                    "version",
                    "version " + version + " of the terms does not count; the latest is " + gates.latest());
        }
        cards.acceptTerms(company, card.key(), version);
        return card.with(new Card.Gates(gates.kyc(), version, version));
    }

    /// The terms of a card as its holder sees them.
    ///
    /// @param text     null for the installation's
    /// @param accepted whether the holder accepted them already
    record Shown(Card card, int version, @Nullable String text, boolean accepted) {}

    /// What a link shows: null where it opens nothing, or nothing any more.
    @Nullable
    Shown show(String token) {
        return open(token, (company, cardId) -> opened(company, cards.find(company, cardId), token));
    }

    /// The holder accepts on the page. Null where the link opens nothing any more.
    @Nullable
    Shown acceptBy(String token) {
        return open(
                token,
                (company, cardId) -> opened(company, cards.lock(company, cardId), token)
                        .map(read -> shown(company, accept(company, read.card(), read.version()))));
    }

    private @Nullable Shown open(String token, BiFunction<CompanyKey, String, Optional<Shown>> work) {
        String cardId = TermsLinks.card(token);
        if (cardId == null) {
            return null;
        }
        CompanyKey company = database.inRegistry(() -> ids.companyOf(cardId, PublicIds.Kind.CARD));
        return company == null
                ? null
                : database.inCompany(company, () -> work.apply(company, cardId)).orElse(null);
    }

    private Optional<Shown> opened(CompanyKey company, @Nullable Card card, String token) {
        return card == null || !links.opens(card, token) ? Optional.empty() : Optional.of(shown(company, card));
    }

    private Shown shown(CompanyKey company, Card card) {
        int version = card.gates().latest();
        String text = store.text(company, card.account().key(), version);
        return new Shown(card, version, text, card.gates().termsAccepted());
    }
}
