package io.kosh.cards.internal;

import io.kosh.cards.internal.CardAccounts.Overview;
import io.kosh.cards.internal.CardTransactionStore.Filter;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Ledger;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// An account as its administrator looks at it: the figures, what happened last, who holds what.
@Component
final class AccountHolders {
    private final Database database;
    private final CardAccounts accounts;
    private final AccountHolderStore store;
    private final CardTransactionStore transactions;
    private final Ledger ledger;

    AccountHolders(
            Database database,
            CardAccounts accounts,
            AccountHolderStore store,
            CardTransactionStore transactions,
            Ledger ledger) {
        this.database = database;
        this.accounts = accounts;
        this.store = store;
        this.transactions = transactions;
        this.ledger = ledger;
    }

    /// Which holders are shown.
    ///
    /// @param part of a name, an address or an id; empty for all
    record Wanted(String part, long offset, int most) {}

    /// A card with what its holder can spend.
    record Held(Card card, long available) {}

    /// @param recent  the last movements, newest first
    /// @param holders the part that was asked for
    /// @param found   how many there are in all
    record Seen(Overview overview, List<CardTransaction> recent, List<Held> holders, long found) {}

    Seen look(CompanyRef company, String accountId, Wanted wanted, int movements) {
        CompanyKey key = company.key();
        return database.inCompany(key, () -> {
            Overview overview = accounts.overview(company, accountId);
            long account = overview.account().key();
            List<Card> cards = store.page(key, account, wanted.part(), wanted.offset(), wanted.most());
            return new Seen(
                    overview,
                    transactions.page(key, ofAccount(account), 0, movements),
                    held(key, cards),
                    store.count(key, account, wanted.part()));
        });
    }

    private static Filter ofAccount(long account) {
        return new Filter(account, null, null, null, null, null, null, null, null, null, null);
    }

    private List<Held> held(CompanyKey company, List<Card> cards) {
        Map<Long, Long> available = new HashMap<>();
        ledger.accounts(company, cards.stream().map(Card::ledgerAccount).toList())
                .forEach((AccountView view) -> available.put(view.owner(), view.available()));
        return cards.stream()
                .map(card -> new Held(card, available.getOrDefault(card.key(), 0L)))
                .toList();
    }
}
