package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Ledger;
import io.kosh.platform.Page;
import io.kosh.platform.StateCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Holds what an account's figures say is on its cards against the sum of the cards. They differ only where somebody
/// posted across accounts by hand.
@Component
final class UnevenCards implements StateCheck {
    private static final int PAGE = 200;

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
        List<CardAccount> all = all(company);
        Map<Long, CardAccount> byKey = new HashMap<>();
        all.forEach(account -> byKey.put(account.key(), account));
        Map<Long, Long> onCards = onCards(company, byKey);
        List<String> problems = new ArrayList<>();
        for (CardAccount account : all) {
            long counted = onCards.getOrDefault(account.key(), 0L);
            long told = told(company, account);
            if (counted != told) {
                problems.add("the cards of " + account.id() + " hold " + Amounts.decimal(counted)
                        + ", and its figures say " + Amounts.decimal(told));
            }
        }
        return problems;
    }

    private List<CardAccount> all(CompanyKey company) {
        List<CardAccount> all = new ArrayList<>();
        Page.Request request = new Page.Request(PAGE, null);
        Page<CardAccount> page;
        do {
            page = Page.of(accounts.page(company, request), request, CardAccount::key);
            all.addAll(page.items());
            request = Page.Request.of(page.nextCursor(), (long) PAGE);
        } while (page.nextCursor() != null);
        return all;
    }

    private Map<Long, Long> onCards(CompanyKey company, Map<Long, CardAccount> byKey) {
        Map<Long, Long> accountOf = cards.accounts(company);
        List<AccountRef> refs = new ArrayList<>();
        accountOf.forEach((card, account) -> {
            CardAccount found = byKey.get(account);
            if (found != null) {
                refs.add(found.book().cardOf(card));
            }
        });
        Map<Long, Long> sums = new HashMap<>();
        for (AccountView view : ledger.accounts(company, refs)) {
            sums.merge(accountOf.getOrDefault(view.owner(), 0L), view.balance(), Math::addExact);
        }
        return sums;
    }

    /// What was brought in and is neither in the account nor spent.
    private long told(CompanyKey company, CardAccount account) {
        CardBook book = account.book();
        long sum = 0;
        for (AccountView view : ledger.accounts(
                company,
                List.of(book.fundingOf(account.key()), book.accountOf(account.key()), book.spentOf(account.key())))) {
            sum = Math.addExact(sum, view.kind().equals(book.funding().name()) ? view.balance() : -view.balance());
        }
        return sum;
    }
}
