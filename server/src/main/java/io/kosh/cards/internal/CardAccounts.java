package io.kosh.cards.internal;

import io.kosh.cards.internal.Cards.NewCard;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Ledger.Turnover;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import io.kosh.platform.PublicIds;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Opening card accounts and telling what is in them.
@Component
final class CardAccounts {
    private static final String ADMINISTRATOR = "Administrator";

    private final Database database;
    private final CardAccountStore store;
    private final CardStore cardStore;
    private final Cards cards;
    private final Ledger ledger;
    private final PublicIds ids;
    private final BusinessClock clock;
    private final CardNews news;
    private final SecureRandom random = new SecureRandom();

    CardAccounts(
            Database database,
            CardAccountStore store,
            CardStore cardStore,
            Cards cards,
            Ledger ledger,
            PublicIds ids,
            BusinessClock clock,
            CardNews news) {
        this.database = database;
        this.store = store;
        this.cardStore = cardStore;
        this.cards = cards;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
        this.news = news;
    }

    /// An account to be opened.
    ///
    /// @param email  of the company's administrator
    /// @param mobile of the company's administrator
    /// @param userId the administrator, a person of the company; null for a new one
    record Draft(
            AccountType type,
            String title,
            String companyName,
            String plan,
            String email,
            String mobile,
            @Nullable String userId,
            @Nullable String partnerId) {
        @Override
        public String toString() {
            return "a draft of a card account";
        }
    }

    /// Ids that a seed wants for an account and its administrator's card; null to mint them.
    record WantedIds(@Nullable String accountId, @Nullable String cardId) {
        static final WantedIds NONE = new WantedIds(null, null);
    }

    /// An account with its figures.
    ///
    /// @param primary the administrator's card, null where there is none
    record Overview(
            CardAccount account, Figures figures, @Nullable Card primary) {}

    /// What is in an account and went through it, in hundredths, each from the ledger.
    ///
    /// @param available      what can be given to cards
    /// @param onCards        what the holders can spend; points that do not count yet or any more are not among it
    /// @param allocated      all that was moved from the account to cards, or promised to them
    /// @param redeemed       all that holders spent
    /// @param monthAllocated the same since the first day of the month in India
    /// @param pending        what was promised to cards and counts from a later day
    /// @param expired        what ended unspent: the company's breakage
    record Figures(
            long available,
            long onCards,
            long allocated,
            long redeemed,
            long monthAllocated,
            long monthRedeemed,
            CardStore.Count cards,
            long pending,
            long expired) {
        /// A prefunded account is a negative used credit.
        long usedCredit() {
            return -Math.addExact(available, onCards);
        }
    }

    Overview create(CompanyRef company, Draft draft, WantedIds wanted) {
        return database.inCompany(company.key(), () -> {
            Instant now = clock.now(company.key());
            CardAccount account = store.insert(
                    company.key(),
                    new CardAccount(
                            0,
                            claim(company.key(), wanted.accountId()),
                            draft.type(),
                            draft.type().asset(),
                            draft.title(),
                            draft.companyName(),
                            draft.plan(),
                            draft.email(),
                            draft.mobile(),
                            draft.partnerId(),
                            CardAccountState.ACTIVE,
                            CardAccount.FIRST_TERMS,
                            now));
            news.opened(company.key(), account);
            String userId = draft.userId();
            String name =
                    userId == null ? ADMINISTRATOR : cards.user(company, userId).name();
            Card primary = null;
            if (account.countsPoints()) {
                Holder administrator = new Holder(null, name, null, draft.email(), draft.mobile());
                primary = cards.issue(
                                company,
                                account.ofCards(),
                                List.of(new NewCard(wanted.cardId(), userId, administrator, true)))
                        .getFirst();
            }
            return new Overview(account, figures(company.key(), account), primary);
        });
    }

    private String claim(CompanyKey company, @Nullable String wanted) {
        String id = wanted == null ? CardAccount.ID.mint(random) : wanted;
        while (!ids.claim(id, PublicIds.Kind.CARD_ACCOUNT, company)) {
            id = CardAccount.ID.mint(random);
        }
        return id;
    }

    Overview overview(CompanyRef company, String accountId) {
        return database.inCompany(company.key(), () -> {
            CardAccount account = existing(company, accountId);
            return new Overview(
                    account, figures(company.key(), account), cardStore.administrators(company.key(), account.key()));
        });
    }

    /// The account and its primary card, null where there is none that can be used.
    record Usable(CardAccount account, @Nullable Card primary) {}

    Usable usable(CompanyRef company, String accountId) {
        return database.inCompany(company.key(), () -> {
            CardAccount account = existing(company, accountId);
            Card primary = cardStore.administrators(company.key(), account.key());
            return new Usable(account, primary == null || primary.state() != CardState.ACTIVE ? null : primary);
        });
    }

    Page<CardAccount> list(CompanyRef company, Page.Request page) {
        return database.inCompany(
                company.key(), () -> Page.of(store.page(company.key(), page), page, CardAccount::key));
    }

    /// In the transaction of the company that is open.
    CardAccount existing(CompanyRef company, String accountId) {
        CardAccount account = store.find(company.key(), accountId);
        if (account == null) {
            throw CardAccount.unknown(company.id(), accountId);
        }
        return account;
    }

    /// What left the account is what went to cards and what was taken out of it again; the latter is the other side of
    /// the funding account. All amounts are of one moment.
    private Figures figures(CompanyKey company, CardAccount account) {
        CardBook book = account.book();
        var funding = book.fundingOf(account.key());
        var own = book.accountOf(account.key());
        var spent = book.spentOf(account.key());
        Instant month = clock.today(company)
                .withDayOfMonth(1)
                .atStartOfDay(BusinessClock.ZONE)
                .toInstant();
        Map<String, Turnover> read = new HashMap<>();
        var pending = PointBook.pendingOf(account.key());
        var expired = PointBook.expiredOf(account.key());
        ledger.turnovers(
                        company,
                        account.countsPoints()
                                ? List.of(funding, own, spent, pending, expired)
                                : List.of(funding, own, spent),
                        month)
                .forEach(each -> read.put(each.account().kind(), each));
        Turnover funds = read.get(funding.kind().name());
        Turnover held = read.get(own.kind().name());
        Turnover used = read.get(spent.kind().name());
        long allocated = number(held, AccountView::postedDebits) - number(funds, AccountView::postedCredits);
        long takenBack = number(held, AccountView::postedCredits) - number(funds, AccountView::postedDebits);
        long redeemed = number(used, AccountView::balance);
        long promised = number(read.get(pending.kind().name()), AccountView::balance);
        long ended = number(read.get(expired.kind().name()), AccountView::balance);
        return new Figures(
                number(held, AccountView::available),
                allocated - takenBack - redeemed - number(used, AccountView::pendingCredits) - promised - ended,
                allocated,
                redeemed,
                since(held, Turnover::debits) - since(funds, Turnover::credits),
                since(used, Turnover::credits) - since(used, Turnover::debits),
                cardStore.count(company, account.key()),
                promised,
                ended);
    }

    private static long number(@Nullable Turnover account, ToLongFunction<AccountView> which) {
        return account == null ? 0 : which.applyAsLong(account.account());
    }

    private static long since(@Nullable Turnover account, ToLongFunction<Turnover> which) {
        return account == null ? 0 : which.applyAsLong(account);
    }
}
