package io.kosh.loyalty.internal;

import io.kosh.identity.Identity;
import io.kosh.identity.User;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Command;
import io.kosh.ledger.EntryView;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.LimitUse;
import io.kosh.ledger.LotView;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.SourceKey;
import io.kosh.ledger.TransferView;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import io.kosh.platform.PublicIds;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Taking coins back, and telling who has how many.
@Component
final class Coins {
    private static final String REVERSAL = "coins.reverse";

    private final Database database;
    private final CoinSettingStore settings;
    private final Identity identity;
    private final Ledger ledger;
    private final PublicIds ids;
    private final BusinessClock clock;
    private final CoinNews news;

    Coins(
            Database database,
            CoinSettingStore settings,
            Identity identity,
            Ledger ledger,
            PublicIds ids,
            BusinessClock clock,
            CoinNews news) {
        this.database = database;
        this.settings = settings;
        this.identity = identity;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
        this.news = news;
    }

    /// A user's coins.
    ///
    /// @param account   the ledger's account, null before the first coin
    /// @param available what can be spent now
    /// @param balance   posted, held and ended included
    record Holding(
            String userId, @Nullable Long account, long available, long balance, long held, List<LotView> lots) {}

    /// What the company owes its users in coins.
    record Liability(long outstanding, long issued, long redeemed, long expired, long reserved) {}

    /// A reversal that stands.
    record Reversal(long transfer, String requestId, boolean replayed) {}

    private User existing(CompanyKey company, String userId) {
        User user = identity.findUser(company, userId);
        if (user == null) {
            throw unknownUser(userId);
        }
        return user;
    }

    /// Takes an allocation back, once for ever; a repetition gives the first answer. Coins that were spent since are
    /// refused, unless the company allows balances below zero.
    Reversal reverse(CompanyRef company, String requestId) {
        return database.inCompany(company.key(), () -> {
            TransferView allocated = ledger.transfer(company.key(), Allocations.source(requestId));
            if (allocated == null) {
                throw Refusal.ofField(
                        LoyaltyError.ALLOCATION_UNKNOWN,
                        "requestId",
                        "there is no allocation with the request id " + requestId);
            }
            EntryView given = allocated.entries().stream()
                    .filter(entry -> entry.account().equals(CoinBook.USER.name()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("an allocation without a user's line"));
            Map<String, String> detail = allocated.detail();
            LocalDate lot = detail.containsKey("expiresOn") ? LocalDate.parse(detail.get("expiresOn")) : null;
            Leg leg = Leg.of(CoinBook.user(given.owner()), CoinBook.issuance(), given.credit())
                    .takingFirst(lot);
            Outcome before = ledger.find(company.key(), new SourceKey(REVERSAL, requestId), "");
            if (before == null && lot != null && !lot.isAfter(clock.today(company.key()))) {
                throw Refusal.of(
                        LoyaltyError.ALLOCATION_EXPIRED, "the coins of this allocation expired on " + lot + " already");
            }
            Outcome outcome = ledger.post(
                    company.key(),
                    new Command.Post(
                            new SourceKey(REVERSAL, requestId),
                            "",
                            CoinBook.REVERSE,
                            List.of(leg),
                            givenBack(given, detail),
                            Map.of(
                                    "userId",
                                    detail.getOrDefault("userId", ""),
                                    "event",
                                    detail.getOrDefault("event", "")),
                            settings.allowsNegativeReversal(company.key())));
            return switch (outcome) {
                case Outcome.Posted posted -> {
                    news.reversed(company.key(), requestId, given.credit(), detail, posted);
                    yield new Reversal(posted.transfer(), requestId, posted.replayed());
                }
                case Outcome.Refused refused -> throw refusal(refused);
            };
        });
    }

    private static List<LimitUse> givenBack(EntryView given, Map<String, String> detail) {
        List<LimitUse> limits = new ArrayList<>(2);
        String config = detail.getOrDefault("coinConfigId", "");
        if (detail.containsKey("budgeted")) {
            limits.add(
                    new LimitUse(CoinBook.issuance(), Allocations.budget(config), "", -given.credit(), Long.MAX_VALUE));
        }
        String cappedOn = detail.get("cappedOn");
        if (cappedOn != null) {
            limits.add(new LimitUse(
                    CoinBook.user(given.owner()), Allocations.cap(config), cappedOn, -given.credit(), Long.MAX_VALUE));
        }
        return limits;
    }

    /// Whole coins that the user can spend now.
    long balance(Caller caller, String userId) {
        return ofUser(caller, userId, (company, user) -> {
            AccountView account = ledger.account(company, CoinBook.user(user.key()));
            return account == null ? 0L : account.available();
        });
    }

    Holding holding(Caller caller, String userId) {
        return ofUser(caller, userId, (company, user) -> {
            AccountView account = ledger.account(company, CoinBook.user(user.key()));
            List<LotView> lots = ledger.lots(company, CoinBook.user(user.key()));
            return account == null
                    ? new Holding(userId, null, 0, 0, 0, lots)
                    : new Holding(
                            userId,
                            account.id(),
                            account.available(),
                            account.balance(),
                            account.pendingDebits(),
                            lots);
        });
    }

    Page<EntryView> history(Caller caller, String userId, Page.Request page) {
        return ofUser(caller, userId, (company, user) -> ledger.history(company, CoinBook.user(user.key()), page));
    }

    @FunctionalInterface
    private interface OfUser<T> {
        T read(CompanyKey company, User user);
    }

    /// Reads something of a user whose company the call does not name: the id tells it, and the caller must be allowed
    /// to act for it; else the user does not exist for this caller.
    private <T> T ofUser(Caller caller, String userId, OfUser<T> work) {
        CompanyKey company = database.inRegistry(() -> ids.companyOf(userId, PublicIds.Kind.USER));
        if (company == null || !caller.mayActFor(company)) {
            throw unknownUser(userId);
        }
        return database.inCompany(company, () -> work.read(company, existing(company, userId)));
    }

    Liability liability(CompanyRef company) {
        return database.inCompany(company.key(), () -> {
            Map<String, AccountView> accounts = new HashMap<>();
            for (AccountView account : ledger.companyAccounts(
                    company.key(), List.of(CoinBook.ISSUANCE, CoinBook.REDEEMED, CoinBook.EXPIRED))) {
                accounts.put(account.kind(), account);
            }
            long issued = number(accounts.get(CoinBook.ISSUANCE.name()), AccountView::balance);
            long redeemed = number(accounts.get(CoinBook.REDEEMED.name()), AccountView::balance);
            long expired = number(accounts.get(CoinBook.EXPIRED.name()), AccountView::balance);
            long reserved = number(accounts.get(CoinBook.REDEEMED.name()), AccountView::pendingCredits);
            return new Liability(issued - redeemed - expired, issued, redeemed, expired, reserved);
        });
    }

    boolean negativeReversalAllowed(CompanyRef company) {
        return database.inCompany(company.key(), () -> settings.allowsNegativeReversal(company.key()));
    }

    /// Changes the setting and keeps who changed it and when.
    void allowNegativeReversal(CompanyRef company, boolean allow, String actor) {
        database.inCompany(company.key(), () -> {
            settings.allowNegativeReversal(company.key(), allow);
            settings.keep(company.key(), allow, actor, clock.now(company.key()));
            return allow;
        });
    }

    Page<CoinSettingStore.KeptSetting> settingChanges(CompanyRef company, Page.Request page) {
        return database.inCompany(
                company.key(),
                () -> Page.of(settings.changes(company.key(), page), page, CoinSettingStore.KeptSetting::number));
    }

    private static long number(@Nullable AccountView account, Function<AccountView, Long> which) {
        return account == null ? 0 : which.apply(account);
    }

    /// The ledger's refusal in the words of coins.
    static Refusal refusal(Outcome.Refused refused) {
        return switch (refused.reason()) {
            case SOURCE_REUSED ->
                Refusal.ofField(
                        LoyaltyError.REQUEST_REUSED,
                        "requestId",
                        "the requestId " + refused.what() + " was used for another request");
            case LIMIT_REACHED ->
                Allocations.isBudget(refused.what())
                        ? Refusal.of(
                                LoyaltyError.BUDGET_EXHAUSTED, "the budget of the event's configuration is used up")
                        : Refusal.of(LoyaltyError.DAILY_CAP_REACHED, "the user has reached the cap of the day");
            case INSUFFICIENT -> Refusal.of(LoyaltyError.COINS_INSUFFICIENT, "the user has not enough available coins");
            case HOLD_UNKNOWN -> Refusal.of(LoyaltyError.BURN_UNKNOWN, "there is no such burn");
            case HOLD_CLOSED ->
                Refusal.of(LoyaltyError.BURN_CLOSED, "the burn was committed, released or timed out already");
            case CAPTURE_EXCEEDS_HOLD ->
                Refusal.ofField(LoyaltyError.BURN_EXCEEDED, "amount", "amount is more than the burn has reserved");
            case OVERFLOW -> Refusal.of(LoyaltyError.COINS_OVERFLOW, "the balance would grow too large");
            case HOLD_NOT_DUE -> throw new IllegalStateException("only the scheduler ends holds by their time");
        };
    }

    static Refusal unknownUser(String userId) {
        return Refusal.ofField(LoyaltyError.COIN_USER_UNKNOWN, "userId", "there is no user " + userId);
    }
}
