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

/// Giving coins, taking them back, and telling who has how many.
@Component
final class Coins {
    private static final String ALLOCATION = "coins.allocate";
    private static final String REVERSAL = "coins.reverse";
    private static final String BUDGET = "coins.budget:";
    private static final String CAP = "coins.cap:";

    private final Database database;
    private final CoinEventStore events;
    private final CoinSettingStore settings;
    private final Identity identity;
    private final Ledger ledger;
    private final PublicIds ids;
    private final BusinessClock clock;

    Coins(
            Database database,
            CoinEventStore events,
            CoinSettingStore settings,
            Identity identity,
            Ledger ledger,
            PublicIds ids,
            BusinessClock clock) {
        this.database = database;
        this.events = events;
        this.settings = settings;
        this.identity = identity;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    /// A request to give a user the coins of an event.
    record Allocation(String event, String requestId, String userId) {
        SourceKey source() {
            return new SourceKey(ALLOCATION, requestId);
        }

        /// What must be the same for a repeated request id.
        String request() {
            return event + '\n' + userId;
        }
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

    void allocate(CompanyRef company, Allocation allocation) {
        database.inCompany(company.key(), () -> {
            Outcome outcome = post(company.key(), allocation);
            if (outcome instanceof Outcome.Refused refused) {
                throw refusal(refused);
            }
            return outcome;
        });
    }

    private Outcome post(CompanyKey company, Allocation allocation) {
        CoinEvent event;
        User user;
        try {
            event = inForce(company, allocation.event());
            user = receiver(company, allocation.userId());
        } catch (Refusal changedSince) {
            // What was in force at the first call counts for its repetitions.
            Outcome first = ledger.find(company, allocation.source(), allocation.request());
            if (first == null) {
                throw changedSince;
            }
            return first;
        }
        LocalDate today = clock.today(company);
        Long days = event.rules().expiresAfterDays();
        LocalDate expiresOn = days == null ? null : today.plusDays(days);
        Leg leg = Leg.of(CoinBook.issuance(), CoinBook.user(user.key()), event.amount())
                .expiringOn(expiresOn);
        return ledger.post(
                company,
                new Command.Post(
                        allocation.source(),
                        allocation.request(),
                        CoinBook.ALLOCATE,
                        List.of(leg),
                        limits(event, user.key(), today, event.amount()),
                        detail(event, allocation, today, expiresOn),
                        false));
    }

    private CoinEvent inForce(CompanyKey company, String event) {
        CoinEvent found = events.inForce(company, event);
        if (found == null) {
            throw Refusal.ofField(
                    LoyaltyError.COIN_EVENT_UNKNOWN,
                    "event",
                    "there is no active coin configuration for the event " + event);
        }
        return found;
    }

    private User receiver(CompanyKey company, String userId) {
        User user = existing(company, userId);
        if (user.status() != User.Status.ACTIVE) {
            throw Refusal.ofField(LoyaltyError.COIN_USER_INACTIVE, "userId", "the user " + userId + " is inactive");
        }
        return user;
    }

    User existing(CompanyKey company, String userId) {
        User user = identity.findUser(company, userId);
        if (user == null) {
            throw unknownUser(userId);
        }
        return user;
    }

    private static List<LimitUse> limits(CoinEvent event, long userKey, LocalDate day, long amount) {
        List<LimitUse> limits = new ArrayList<>(2);
        Long budget = event.rules().budget();
        if (budget != null) {
            limits.add(new LimitUse(CoinBook.issuance(), BUDGET + event.id(), "", amount, budget));
        }
        Long cap = event.rules().dailyUserCap();
        if (cap != null) {
            limits.add(new LimitUse(CoinBook.user(userKey), CAP + event.id(), day.toString(), amount, cap));
        }
        return limits;
    }

    /// What the journal tells of an allocation; a reversal reads it again.
    private static Map<String, String> detail(
            CoinEvent event, Allocation allocation, LocalDate day, @Nullable LocalDate expiresOn) {
        Map<String, String> detail = new HashMap<>();
        detail.put("event", event.event());
        detail.put("coinConfigId", event.id());
        detail.put("userId", allocation.userId());
        if (expiresOn != null) {
            detail.put("expiresOn", expiresOn.toString());
        }
        if (event.rules().budget() != null) {
            detail.put("budgeted", "true");
        }
        if (event.rules().dailyUserCap() != null) {
            detail.put("cappedOn", day.toString());
        }
        return detail;
    }

    /// Takes an allocation back, once for ever; a repetition gives the first answer. Coins that were spent since are
    /// refused, unless the company allows balances below zero.
    Reversal reverse(CompanyRef company, String requestId) {
        return database.inCompany(company.key(), () -> {
            TransferView allocated = ledger.transfer(company.key(), new SourceKey(ALLOCATION, requestId));
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
                case Outcome.Posted posted -> new Reversal(posted.transfer(), requestId, posted.replayed());
                case Outcome.Refused refused -> throw refusal(refused);
            };
        });
    }

    private static List<LimitUse> givenBack(EntryView given, Map<String, String> detail) {
        List<LimitUse> limits = new ArrayList<>(2);
        String config = detail.get("coinConfigId");
        if (detail.containsKey("budgeted")) {
            limits.add(new LimitUse(CoinBook.issuance(), BUDGET + config, "", -given.credit(), Long.MAX_VALUE));
        }
        String cappedOn = detail.get("cappedOn");
        if (cappedOn != null) {
            limits.add(new LimitUse(
                    CoinBook.user(given.owner()), CAP + config, cappedOn, -given.credit(), Long.MAX_VALUE));
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
                refused.what().startsWith(BUDGET)
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

    private static Refusal unknownUser(String userId) {
        return Refusal.ofField(LoyaltyError.COIN_USER_UNKNOWN, "userId", "there is no user " + userId);
    }
}
