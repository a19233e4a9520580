package io.kosh.loyalty.internal;

import io.kosh.identity.Identity;
import io.kosh.identity.Identity.Standing;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.HoldState;
import io.kosh.ledger.HoldView;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.Outcome.Reason;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Effects;
import io.kosh.platform.GroupCommit;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.GroupCommits;
import io.kosh.platform.RequestContext;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Spending coins in two steps: reserve, then commit or release. What is never ended is released by its time. Steps of
/// a company share a commit.
@Component
final class Burns {
    private final Database database;
    private final Identity identity;
    private final Ledger ledger;
    private final BusinessClock clock;
    private final RoundTrips trips;
    private final CoinNews news;
    private final GroupCommit<Step, Burn> commits;

    Burns(
            Database database,
            Identity identity,
            Ledger ledger,
            BusinessClock clock,
            RoundTrips trips,
            CoinNews news,
            GroupCommits commits) {
        this.database = database;
        this.identity = identity;
        this.ledger = ledger;
        this.clock = clock;
        this.trips = trips;
        this.news = news;
        this.commits = commits.open("coins.burn", this::take);
    }

    /// A burn as it stands.
    ///
    /// @param amount    coins reserved
    /// @param committed coins spent; the rest went back
    record Burn(String id, String userId, State state, long amount, long committed, Instant expiresAt) {}

    /// The states of a burn, named for its users.
    enum State {
        RESERVED,
        COMMITTED,
        RELEASED,
        TIMED_OUT;

        static State of(HoldState hold) {
            return switch (hold) {
                case HELD -> RESERVED;
                case CAPTURED -> COMMITTED;
                case RELEASED -> RELEASED;
                case TIMED_OUT -> TIMED_OUT;
            };
        }
    }

    /// A request to reserve coins.
    record Reservation(String userId, long amount, String requestId, Duration hold) {
        String request() {
            return userId + '\n' + amount + '\n' + hold.toSeconds();
        }
    }

    /// One step of a burn.
    private sealed interface Step {
        /// The HTTP request that asks, null where none does.
        @Nullable
        String askedBy();

        record Reserve(Reservation reservation, @Nullable String askedBy) implements Step {}

        /// @param amount null for all of it
        record Commit(
                long hold, @Nullable Long amount, @Nullable String askedBy) implements Step {}

        record Release(long hold, @Nullable String askedBy) implements Step {}
    }

    Burn reserve(CompanyRef company, Reservation reservation) {
        return noted(commits.submit(company.key(), new Step.Reserve(reservation, RequestContext.idOrNull())));
    }

    /// Spends what was reserved, or a part of it; the rest goes back.
    ///
    /// @param amount null for all of it
    Burn commit(CompanyRef company, String burnId, @Nullable Long amount) {
        return noted(commits.submit(company.key(), new Step.Commit(hold(burnId), amount, RequestContext.idOrNull())));
    }

    Burn release(CompanyRef company, String burnId) {
        return noted(commits.submit(company.key(), new Step.Release(hold(burnId), RequestContext.idOrNull())));
    }

    private static Burn noted(Burn burn) {
        Effects.add(Ledger.TRANSFER, Long.toString(hold(burn.id())));
        return burn;
    }

    Burn find(CompanyRef company, String burnId) {
        return database.inCompany(company.key(), () -> {
            HoldView found = existing(ledger.hold(company.key(), hold(burnId)));
            return views(company.key(), Map.of(found.transfer(), found)).getFirst();
        });
    }

    /// Takes many steps in the transaction that it finds: people and holds are read, and answers made, for all at once.
    private List<Answer<Burn>> take(CompanyKey company, List<Step> steps) {
        Set<String> people = new HashSet<>();
        Set<Long> ended = new HashSet<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Reserve(Reservation reservation, var _) -> people.add(reservation.userId());
                case Step.Commit commit -> ended.add(commit.hold());
                case Step.Release release -> ended.add(release.hold());
            }
        }
        RoundTrip reads = trips.begin();
        Map<String, Standing> users = people.isEmpty() ? Map.of() : identity.standings(reads, company, people);
        reads.send();
        Map<Long, HoldView> holds = ended.isEmpty() ? Map.of() : ledger.holds(company, ended);
        List<Answer<Command>> planned = new ArrayList<>(steps.size());
        for (Step step : steps) {
            planned.add(Answer.of(() -> switch (step) {
                case Step.Reserve(Reservation reservation, var _) -> reserving(company, reservation, users);
                case Step.Commit commit -> committing(commit, holds);
                case Step.Release release -> releasing(release, holds);
            }));
        }
        List<Answer<Outcome>> posted = ledger.postPlanned(company, planned);
        List<Answer<Long>> burns = new ArrayList<>(steps.size());
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            burns.add(posted.get(i).map(outcome -> burn(step, outcome)));
        }
        List<Answer<Burn>> answers = answers(company, burns);
        tell(company, steps, posted, answers);
        return answers;
    }

    /// Tells what moved; a step that was only repeated moved nothing.
    private void tell(CompanyKey company, List<Step> steps, List<Answer<Outcome>> posted, List<Answer<Burn>> answers) {
        List<CoinNews.Moved> moved = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (posted.get(i) instanceof Answer.Done<Outcome>(Outcome.Posted(var _, var _, boolean replayed))
                    && !replayed
                    && answers.get(i) instanceof Answer.Done<Burn>(Burn burn)) {
                moved.add(new CoinNews.Moved(
                        burn,
                        switch (steps.get(i)) {
                            case Step.Reserve _ -> State.RESERVED;
                            case Step.Commit _ -> State.COMMITTED;
                            case Step.Release _ -> State.RELEASED;
                        },
                        steps.get(i).askedBy()));
            }
        }
        news.burnsMoved(company, moved);
    }

    /// Holds ended by their time, in the transaction that is open; those that are burns are told.
    void timedOut(CompanyKey company, Set<Long> holds) {
        Map<Long, HoldView> ended = new HashMap<>(ledger.holds(company, holds));
        ended.values().removeIf(each -> !each.template().equals(CoinBook.BURN.name()));
        news.burnsMoved(
                company,
                views(company, ended).stream()
                        .map(burn -> new CoinNews.Moved(burn, State.TIMED_OUT, null))
                        .toList());
    }

    private Command reserving(CompanyKey company, Reservation reservation, Map<String, Standing> users) {
        Standing user = users.get(reservation.userId());
        if (user == null) {
            throw Coins.unknownUser(reservation.userId());
        }
        return new Command.Hold(
                new SourceKey("coins.burn", reservation.requestId()),
                reservation.request(),
                CoinBook.BURN,
                List.of(Leg.of(
                        CoinBook.user(user.key()), AccountRef.ofCompany(CoinBook.REDEEMED), reservation.amount())),
                Map.of("userId", reservation.userId()),
                clock.now(company).plus(reservation.hold()));
    }

    private static Command committing(Step.Commit commit, Map<Long, HoldView> holds) {
        HoldView hold = existing(holds.get(commit.hold()));
        Long amount = commit.amount();
        long spent = amount == null ? hold.amount() : amount;
        return new Command.Capture(
                new SourceKey("coins.burn-commit", Long.toString(commit.hold())),
                Long.toString(spent),
                hold.transfer(),
                List.of(spent),
                Map.of());
    }

    private static Command releasing(Step.Release release, Map<Long, HoldView> holds) {
        long hold = existing(holds.get(release.hold())).transfer();
        return new Command.Release(new SourceKey("coins.burn-release", Long.toString(hold)), "", hold, false);
    }

    /// The hold of the burn that a step was about, where it stands.
    private static long burn(Step step, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Posted posted ->
                switch (step) {
                    case Step.Reserve _ -> posted.transfer();
                    case Step.Commit commit -> commit.hold();
                    case Step.Release release -> release.hold();
                };
            case Outcome.Refused(var reason, var _)
            when reason == Reason.SOURCE_REUSED && step instanceof Step.Commit ->
                throw Refusal.ofField(
                        LoyaltyError.BURN_COMMITTED_OTHERWISE, "amount", "the burn was committed with another amount");
            case Outcome.Refused refused -> throw Coins.refusal(refused);
        };
    }

    private List<Answer<Burn>> answers(CompanyKey company, List<Answer<Long>> burns) {
        Set<Long> done = new HashSet<>();
        burns.forEach(burn -> {
            if (burn instanceof Answer.Done<Long>(Long hold)) {
                done.add(hold);
            }
        });
        Map<String, Burn> views = new HashMap<>();
        if (!done.isEmpty()) {
            views(company, ledger.holds(company, done)).forEach(burn -> views.put(burn.id(), burn));
        }
        return burns.stream()
                .map(burn -> burn.map(hold -> Objects.requireNonNull(views.get(Long.toString(hold)))))
                .toList();
    }

    private List<Burn> views(CompanyKey company, Map<Long, HoldView> holds) {
        Set<Long> owners = holds.values().stream().map(HoldView::owner).collect(Collectors.toSet());
        Map<Long, String> users = identity.userIds(company, owners);
        Instant now = clock.now(company);
        return holds.values().stream()
                .map(hold -> new Burn(
                        Long.toString(hold.transfer()),
                        users.getOrDefault(hold.owner(), ""),
                        hold.state() == HoldState.HELD && !now.isBefore(hold.dueAt())
                                ? State.TIMED_OUT
                                : State.of(hold.state()),
                        hold.amount(),
                        hold.captured(),
                        hold.dueAt()))
                .toList();
    }

    private static HoldView existing(@Nullable HoldView hold) {
        if (hold == null || !hold.template().equals(CoinBook.BURN.name())) {
            throw unknown();
        }
        return hold;
    }

    private static Refusal unknown() {
        return Refusal.of(LoyaltyError.BURN_UNKNOWN, "there is no such burn");
    }

    /// The hold that a burn's id names; an id that is none of ours is as unknown as any other.
    private static long hold(String burnId) {
        try {
            return Long.parseLong(burnId);
        } catch (NumberFormatException _) {
            throw unknown();
        }
    }
}
