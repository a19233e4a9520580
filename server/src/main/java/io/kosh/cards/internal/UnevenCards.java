package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountKind;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Ledger.Balance;
import io.kosh.platform.StateCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/// Holds what an account's figures say is on its cards against the sum of the cards. They differ only where somebody
/// posted across accounts by hand.
///
/// Both sides are of one moment, so that traffic raises no false alarm: the ledger tells all balances in one statement.
/// Which account a card is under never changes and is read after it, so that every card told of is there.
@Component
final class UnevenCards implements StateCheck {
    private final CardAccountStore accounts;
    private final CardStore cards;
    private final Ledger ledger;

    UnevenCards(CardAccountStore accounts, CardStore cards, Ledger ledger) {
        this.accounts = accounts;
        this.cards = cards;
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "cards.uneven-cards";
    }

    @Override
    public List<String> problems(CompanyKey company, Instant now) {
        List<String> problems = new ArrayList<>();
        problems.addAll(problems(company, CardBook.POINTS));
        problems.addAll(problems(company, CardBook.RUPEES));
        return problems;
    }

    private List<String> problems(CompanyKey company, CardBook book) {
        List<AccountKind> kinds = new ArrayList<>(List.of(book.funding(), book.account(), book.spent(), book.card()));
        if (book.equals(CardBook.POINTS)) {
            kinds.addAll(List.of(PointBook.PENDING, PointBook.EXPIRED));
        }
        List<Balance> balances = ledger.balances(company, kinds);
        Map<Long, Long> told = told(book, balances);
        Map<Long, Long> counted = counted(company, book, balances);
        Set<Long> uneven = new TreeSet<>(told.keySet());
        uneven.addAll(counted.keySet());
        uneven.removeIf(key -> told.getOrDefault(key, 0L).equals(counted.getOrDefault(key, 0L)));
        if (uneven.isEmpty()) {
            return List.of();
        }
        Map<Long, String> names = accounts.names(company, uneven);
        return uneven.stream()
                .map(key -> "the cards of " + names.getOrDefault(key, "the unknown account " + key) + " hold "
                        + Amounts.decimal(counted.getOrDefault(key, 0L)) + ", and its figures say "
                        + Amounts.decimal(told.getOrDefault(key, 0L)))
                .toList();
    }

    /// What was brought in and is neither in the account, promised, spent nor ended, by account.
    private static Map<Long, Long> told(CardBook book, List<Balance> balances) {
        Map<Long, Long> told = new HashMap<>();
        for (Balance each : balances) {
            if (each.kind().equals(book.funding().name())) {
                told.merge(each.owner(), each.balance(), Math::addExact);
            } else if (!each.kind().equals(book.card().name())) {
                told.merge(each.owner(), -each.balance(), Math::addExact);
            }
        }
        return told;
    }

    /// The sum of the cards, by account.
    private Map<Long, Long> counted(CompanyKey company, CardBook book, List<Balance> balances) {
        List<Balance> onCards = balances.stream()
                .filter(each -> each.kind().equals(book.card().name()))
                .toList();
        return cards.sums(
                company,
                onCards.stream().mapToLong(Balance::owner).toArray(),
                onCards.stream().mapToLong(Balance::balance).toArray());
    }
}
