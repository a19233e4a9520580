package io.kosh.cards.internal;

import io.kosh.cards.internal.PointTermStore.KeptTerms;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/// Saying when an account's points begin and end to count.
@Component
final class AccountTerms {
    private final Database database;
    private final CardAccounts accounts;
    private final CardAccountStore accountStore;
    private final PointTermStore store;
    private final BusinessClock clock;

    AccountTerms(
            Database database,
            CardAccounts accounts,
            CardAccountStore accountStore,
            PointTermStore store,
            BusinessClock clock) {
        this.database = database;
        this.accounts = accounts;
        this.accountStore = accountStore;
        this.store = store;
        this.clock = clock;
    }

    PointTerms of(CompanyRef company, String accountId) {
        return database.inCompany(
                company.key(),
                () -> store.of(
                        company.key(),
                        points(accounts.existing(company, accountId)).key()));
    }

    /// Changes the terms under the account's lock and keeps who did. What was given before keeps its days.
    PointTerms change(CompanyRef company, String accountId, UnaryOperator<PointTerms> edit, String actor) {
        return database.inCompany(company.key(), () -> {
            CardAccount account = accountStore.lock(company.key(), accountId);
            if (account == null) {
                throw CardAccount.unknown(company.id(), accountId);
            }
            PointTerms before = store.of(company.key(), points(account).key());
            PointTerms after = edit.apply(before);
            if (!after.equals(before)) {
                store.save(company.key(), account.key(), after);
                store.keep(company.key(), account.key(), after, actor, clock.now(company.key()));
            }
            return after;
        });
    }

    Page<KeptTerms> changes(CompanyRef company, String accountId, Page.Request page) {
        return database.inCompany(company.key(), () -> {
            CardAccount account = accounts.existing(company, accountId);
            return Page.of(store.changes(company.key(), account.key(), page), page, KeptTerms::number);
        });
    }

    /// The account, refused where it counts rupees.
    static CardAccount points(CardAccount account) {
        if (!account.countsPoints()) {
            throw Refusal.ofField(
                    CardError.CARD_ACCOUNT_NOT_POINTS,
                    "cardAccountId",
                    "the account " + account.id() + " counts rupees, not points");
        }
        return account;
    }
}
