package io.kosh.loyalty.internal;

import io.kosh.identity.Identity;
import io.kosh.identity.Identity.Standing;
import io.kosh.identity.User;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.LimitUse;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Effects;
import io.kosh.platform.GroupCommit;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.GroupCommits;
import io.kosh.platform.RequestContext;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Giving coins: the hottest route, so that requests of a company share a commit.
@Component
final class Allocations {
    private static final String ALLOCATION = "coins.allocate";
    private static final String BUDGET = "coins.budget:";
    private static final String CAP = "coins.cap:";

    private final CoinEventStore events;
    private final Identity identity;
    private final Ledger ledger;
    private final BusinessClock clock;
    private final RoundTrips trips;
    private final CoinNews news;
    private final GroupCommit<Allocation, Outcome.Posted> commits;

    Allocations(
            CoinEventStore events,
            Identity identity,
            Ledger ledger,
            BusinessClock clock,
            RoundTrips trips,
            CoinNews news,
            GroupCommits commits) {
        this.events = events;
        this.identity = identity;
        this.ledger = ledger;
        this.clock = clock;
        this.trips = trips;
        this.news = news;
        this.commits = commits.open(ALLOCATION, this::post);
    }

    /// A request to give a user the coins of an event.
    ///
    /// @param askedBy the HTTP request that asks, null where none does
    record Allocation(
            String event,
            String requestId,
            String userId,
            @Nullable String askedBy) {
        /// What the HTTP request under way asks for.
        Allocation(String event, String requestId, String userId) {
            this(event, requestId, userId, RequestContext.idOrNull());
        }

        SourceKey source() {
            return Allocations.source(requestId);
        }

        /// What must be the same for a repeated request id.
        String request() {
            return event + '\n' + userId;
        }
    }

    /// What an allocation comes from.
    static SourceKey source(String requestId) {
        return new SourceKey(ALLOCATION, requestId);
    }

    /// The limit that counts what a configuration gives in all.
    static String budget(String configId) {
        return BUDGET + configId;
    }

    /// The limit that counts what a configuration gives a user in a day.
    static String cap(String configId) {
        return CAP + configId;
    }

    static boolean isBudget(String limit) {
        return limit.startsWith(BUDGET);
    }

    Outcome.Posted allocate(CompanyRef company, Allocation allocation) {
        return noted(commits.submit(company.key(), allocation));
    }

    /// One answer per allocation, in order.
    List<Answer<Outcome.Posted>> allocateAll(CompanyRef company, List<Allocation> allocations) {
        List<Answer<Outcome.Posted>> answers = commits.submitAll(company.key(), allocations);
        for (Answer<Outcome.Posted> answer : answers) {
            if (answer instanceof Answer.Done<Outcome.Posted>(Outcome.Posted posted)) {
                noted(posted);
            }
        }
        return answers;
    }

    private static Outcome.Posted noted(Outcome.Posted posted) {
        Effects.add(Ledger.TRANSFER, Long.toString(posted.transfer()));
        return posted;
    }

    /// Posts many in the transaction that it finds: configurations and people are read for all at once.
    private List<Answer<Outcome.Posted>> post(CompanyKey company, List<Allocation> allocations) {
        Set<String> names = new HashSet<>();
        Set<String> people = new HashSet<>();
        for (Allocation allocation : allocations) {
            names.add(allocation.event());
            people.add(allocation.userId());
        }
        RoundTrip reads = trips.begin();
        Map<String, CoinEvent> inForce = events.inForce(reads, company, names);
        Map<String, Standing> users = identity.standings(reads, company, people);
        LocalDate today = clock.today(company);
        List<Answer<Outcome>> outcomes = ledger.postLast(
                company,
                allocations.stream()
                        .map(each -> new Ledger.Intent(each.source(), each.request()))
                        .toList(),
                reads,
                () -> plan(allocations, inForce, users, today));
        List<Answer<Outcome.Posted>> answers =
                outcomes.stream().map(each -> each.map(Allocations::posted)).toList();
        news.allocated(company, allocations, answers, inForce, today);
        return answers;
    }

    private static List<Answer<Command>> plan(
            List<Allocation> allocations,
            Map<String, CoinEvent> inForce,
            Map<String, Standing> users,
            LocalDate today) {
        List<Answer<Command>> planned = new ArrayList<>(allocations.size());
        for (Allocation allocation : allocations) {
            planned.add(Answer.of(() -> command(
                    allocation,
                    configured(allocation, inForce.get(allocation.event())),
                    receiver(allocation, users.get(allocation.userId())),
                    today)));
        }
        return planned;
    }

    private static Outcome.Posted posted(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Posted posted -> posted;
            case Outcome.Refused refused -> throw Coins.refusal(refused);
        };
    }

    private static CoinEvent configured(Allocation allocation, @Nullable CoinEvent event) {
        if (event == null) {
            throw Refusal.ofField(
                    LoyaltyError.COIN_EVENT_UNKNOWN,
                    "event",
                    "there is no active coin configuration for the event " + allocation.event());
        }
        return event;
    }

    private static Standing receiver(Allocation allocation, @Nullable Standing user) {
        if (user == null) {
            throw Coins.unknownUser(allocation.userId());
        }
        if (user.status() != User.Status.ACTIVE) {
            throw Refusal.ofField(
                    LoyaltyError.COIN_USER_INACTIVE, "userId", "the user " + allocation.userId() + " is inactive");
        }
        return user;
    }

    private static Command command(Allocation allocation, CoinEvent event, Standing user, LocalDate today) {
        Long days = event.rules().expiresAfterDays();
        LocalDate expiresOn = days == null ? null : today.plusDays(days);
        Leg leg = Leg.of(CoinBook.issuance(), CoinBook.user(user.key()), event.amount())
                .expiringOn(expiresOn);
        return new Command.Post(
                allocation.source(),
                allocation.request(),
                CoinBook.ALLOCATE,
                List.of(leg),
                limits(event, user.key(), today, event.amount()),
                detail(event, allocation, today, expiresOn),
                false);
    }

    private static List<LimitUse> limits(CoinEvent event, long userKey, LocalDate day, long amount) {
        List<LimitUse> limits = new ArrayList<>(2);
        Long budget = event.rules().budget();
        if (budget != null) {
            limits.add(new LimitUse(CoinBook.issuance(), budget(event.id()), "", amount, budget));
        }
        Long cap = event.rules().dailyUserCap();
        if (cap != null) {
            limits.add(new LimitUse(CoinBook.user(userKey), cap(event.id()), day.toString(), amount, cap));
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
}
