package io.kosh.cards.internal;

import io.kosh.cards.internal.CardTransactionStore.Filter;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Ledger;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.PublicIds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Looking up cards and their movements.
@Component
final class CardSearches {
    private final Database database;
    private final CardAccounts accounts;
    private final CardStore cards;
    private final CardTransactionStore transactions;
    private final CardDetailStore details;
    private final Ledger ledger;
    private final TermsLinks links;
    private final PublicIds ids;

    CardSearches(
            Database database,
            CardAccounts accounts,
            CardStore cards,
            CardTransactionStore transactions,
            CardDetailStore details,
            Ledger ledger,
            TermsLinks links,
            PublicIds ids) {
        this.database = database;
        this.accounts = accounts;
        this.cards = cards;
        this.transactions = transactions;
        this.details = details;
        this.ledger = ledger;
        this.links = links;
        this.ids = ids;
    }

    /// Which part of what was found is shown.
    record Part(long offset, long limit) {}

    /// A part of what was found.
    ///
    /// @param count how much there is in all
    record Found<T>(CardAccount account, long count, List<T> items) {}

    /// A card with what its holder can spend.
    ///
    /// @param termsUrl where its holder accepts the latest terms; null where nothing is to be accepted
    record Filled(Card card, long available, @Nullable String termsUrl) {}

    /// The cards of an account, in the order in which they were made, or one of them.
    Found<Filled> cards(CompanyRef company, String accountId, @Nullable String cardId, Part part) {
        return database.inCompany(company.key(), () -> {
            CardAccount account = accounts.existing(company, accountId);
            if (cardId != null) {
                return new Found<>(
                        account, 1, filled(company.key(), List.of(existing(company.key(), account, cardId))));
            }
            List<Card> page = cards.page(company.key(), account.key(), part.offset(), part.limit());
            return new Found<>(
                    account, cards.count(company.key(), account.key()).all(), filled(company.key(), page));
        });
    }

    /// The company of a call about a card. The pages of some such calls name none: there it is whose card it is, if the
    /// caller may act for it.
    CompanyRef companyOf(Caller caller, @Nullable String companyId, String cardId) {
        if (companyId == null) {
            CompanyKey owner = database.inRegistry(() -> ids.companyOf(cardId, PublicIds.Kind.CARD));
            for (CompanyRef each : caller.companies()) {
                if (each.key().equals(owner)) {
                    return caller.company(each.id());
                }
            }
        }
        return caller.company(companyId);
    }

    /// A card of a company, and of the account where one is named.
    Card card(CompanyRef company, @Nullable String accountId, String cardId) {
        return database.inCompany(company.key(), () -> {
            if (accountId != null) {
                return existing(company.key(), accounts.existing(company, accountId), cardId);
            }
            return cards.existing(company.key(), cardId);
        });
    }

    /// A card with a number, locked until the transaction of the company that is open ends.
    ///
    /// @param accountId the account that it must be under, null for any
    Card locked(CompanyKey company, @Nullable String accountId, String cardId) {
        Card card = cards.lock(company, cardId);
        if (card == null
                || (accountId != null && !accountId.equals(card.account().id()))) {
            throw Card.unknown(cardId);
        }
        card.requireNumber();
        return card;
    }

    /// A card of an account; in the transaction of the company that is open.
    Card existing(CompanyKey company, CardAccount account, String cardId) {
        Card card = cards.find(company, cardId);
        if (card == null || card.account().key() != account.key()) {
            throw Card.unknown(cardId);
        }
        return card;
    }

    private List<Filled> filled(CompanyKey company, List<Card> page) {
        Map<Long, Long> available = new HashMap<>();
        ledger.accounts(company, page.stream().map(Card::ledgerAccount).toList())
                .forEach((AccountView view) -> available.put(view.owner(), view.available()));
        return page.stream()
                .map(card -> filled(card, available.getOrDefault(card.key(), 0L)))
                .toList();
    }

    Filled filled(Card card, long available) {
        return new Filled(card, available, links.pending(card));
    }

    /// A movement with the whole name of its card's holder.
    record Named(CardTransaction done, String holder) {}

    /// The movements of an account's cards, newest first.
    ///
    /// @param cardId only those of one card, null for all
    /// @param filter makes the rest of the filter for an account and a card, null where it lets nothing through
    Found<Named> transactions(
            CompanyRef company,
            String accountId,
            @Nullable String cardId,
            Function<Scope, @Nullable Filter> filter,
            Part part) {
        return database.inCompany(company.key(), () -> {
            CardAccount account = accounts.existing(company, accountId);
            Card card = cardId == null ? null : existing(company.key(), account, cardId);
            Filter wanted = filter.apply(new Scope(account, card == null ? null : card.key()));
            if (wanted == null) {
                return new Found<>(account, 0, List.of());
            }
            return new Found<>(
                    account,
                    transactions.count(company.key(), wanted),
                    named(company.key(), transactions.page(company.key(), wanted, part.offset(), part.limit())));
        });
    }

    private List<Named> named(CompanyKey company, List<CardTransaction> page) {
        Map<Long, String> names =
                details.names(company, page.stream().map(CardTransaction::card).toList());
        return page.stream()
                .map(done -> new Named(
                        done, Objects.requireNonNull(names.get(done.card().key()))))
                .toList();
    }

    /// What a search is about: an account, and one of its cards by its internal key or all.
    record Scope(CardAccount account, @Nullable Long card) {}
}
