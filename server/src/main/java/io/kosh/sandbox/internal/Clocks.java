package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.platform.DueWorks;
import io.kosh.platform.EventNotes;
import io.kosh.platform.RequestContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Moves a company's business time: it stands still, jumps from due moment to due moment, or runs on. Never backwards.
@Component
@SandboxOnly
final class Clocks {
    private static final int MOST_STEPS = 10_000;
    private static final int MOST_FIRED = 100_000;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration LEASE = Duration.ofMinutes(6);

    private final Database database;
    private final ClockStore store;
    private final ClockMemory memory;
    private final ChangeWatch watch;
    private final DueWorks dueWorks;
    private final EventNotes notes;
    private final Clock clock;

    Clocks(
            Database database,
            ClockStore store,
            ClockMemory memory,
            ChangeWatch watch,
            DueWorks dueWorks,
            EventNotes notes,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.memory = memory;
        this.watch = watch;
        this.dueWorks = dueWorks;
        this.notes = notes;
        this.clock = clock;
    }

    /// What moving did.
    ///
    /// @param steps   due moments that it stopped at
    /// @param stopped why it did not get to its end, null where it did
    record Moved(
            ClockState state,
            Instant now,
            int steps,
            List<DueWork.Fired> fired,
            @Nullable String stopped) {
        static Moved nothing(ClockState state, Instant now) {
            return new Moved(state, now, 0, List.of(), null);
        }
    }

    Moved show(CompanyRef company) {
        ClockState state = state(company.key());
        return Moved.nothing(state, state.at(infrastructure()));
    }

    Moved freeze(CompanyRef company) {
        return alone(company, lease -> set(lease, state -> state.frozenAt(state.at(infrastructure()))));
    }

    Moved resume(CompanyRef company) {
        return alone(company, lease -> set(lease, this::running));
    }

    Moved advance(CompanyRef company, UnaryOperator<Instant> target) {
        return alone(company, lease -> {
            ClockState before = state(company.key());
            Instant now = before.at(infrastructure());
            Instant end = target.apply(now).truncatedTo(ChronoUnit.MICROS);
            if (end.isBefore(now)) {
                throw Refusal.of(SandboxError.CLOCK_BACKWARDS, "it is " + now + " in the company's time already");
            }
            return new Journey(lease, before.frozen(), end).go(now);
        });
    }

    /// The right to move a company's time or state. It ends by itself, so that a server that died holds back nobody
    /// for long, and is kept by whoever gets on.
    static final class Lease {
        private final CompanyKey company;
        private Instant until;

        private Lease(CompanyKey company, Instant until) {
            this.company = company;
            this.until = until;
        }
    }

    /// One advance under way.
    private final class Journey {
        private final Lease lease;
        private final boolean wasFrozen;
        private final Instant end;
        private final List<DueWork.Fired> fired = new ArrayList<>();
        private final long startedAt = System.nanoTime();
        private int steps;

        Journey(Lease lease, boolean wasFrozen, Instant end) {
            this.lease = lease;
            this.wasFrozen = wasFrozen;
            this.end = end;
        }

        Moved go(Instant from) {
            try {
                return goOn(from);
            } catch (RuntimeException | Error e) {
                runAgain(e);
                throw e;
            }
        }

        /// Time that ran before does not stay where a step failed.
        private void runAgain(Throwable failure) {
            try {
                if (!wasFrozen) {
                    save(lease, old -> old.frozen() ? running(old) : old);
                }
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }

        private Moved goOn(Instant from) {
            Instant now = from;
            String stopped = null;
            Optional<Instant> next = dueWorks.next(lease.company);
            while (stopped == null && next.isPresent() && !next.get().isAfter(end)) {
                now = next.get().isAfter(now) ? next.get() : now;
                stopped = step(now);
                next = dueWorks.next(lease.company);
                if (stopped == null && next.isPresent() && !next.get().isAfter(now) && !progress) {
                    stopped = "something that was due at " + next.get() + " could not be done and stays due";
                }
            }
            Instant at = stopped == null ? end : now;
            ClockState state = save(lease, old -> wasFrozen ? old.frozenAt(at) : old.runningFrom(at, infrastructure()));
            return new Moved(state, at, steps, List.copyOf(fired), stopped);
        }

        private boolean progress;

        /// Time stands still at the moment while its work runs.
        private @Nullable String step(Instant moment) {
            if (steps == MOST_STEPS || fired.size() >= MOST_FIRED) {
                return "there was more to do than one call does: call again to go on";
            }
            if (System.nanoTime() - startedAt > LONGEST.toNanos()) {
                return "it took longer than " + LONGEST.toSeconds() + " s: call again to go on";
            }
            steps++;
            save(lease, old -> old.frozenAt(moment));
            List<DueWork.Fired> ran = dueWorks.runDue(lease.company, moment);
            progress = ran.stream().anyMatch(DueWork.Fired::done);
            fired.addAll(ran);
            for (DueWork.Fired each : ran) {
                notes.note(lease.company, note(each));
            }
            return null;
        }
    }

    private static EventNotes.Note note(DueWork.Fired fired) {
        return new EventNotes.Note(
                "DUE_WORK",
                RequestContext.idOrNull(),
                Map.of(
                        "work", fired.work(),
                        "subject", fired.subject(),
                        "dueAt", fired.dueAt().toString(),
                        "done", fired.done(),
                        "outcome", fired.outcome()));
    }

    private Moved set(Lease lease, UnaryOperator<ClockState> change) {
        ClockState state = save(lease, change);
        return Moved.nothing(state, state.at(infrastructure()));
    }

    private ClockState running(ClockState state) {
        Instant now = infrastructure();
        return state.runningFrom(state.at(now), now);
    }

    private ClockState save(Lease lease, UnaryOperator<ClockState> change) {
        Instant longer = infrastructure().plus(LEASE);
        ClockState saved = database.inCompany(lease.company, () -> write(lease, longer, change));
        lease.until = longer;
        tell(lease, saved);
        return saved;
    }

    /// Nothing is written by whom somebody else took the right from.
    private ClockState write(Lease lease, Instant longer, UnaryOperator<ClockState> change) {
        if (!store.keep(lease.company, lease.until, longer)) {
            throw Refusal.of(SandboxError.CLOCK_BUSY, SandboxError.CLOCK_BUSY.meaning());
        }
        ClockState state = change.apply(store.find(lease.company));
        store.save(lease.company, state);
        return state;
    }

    /// Time as it stood when a snapshot was taken: the one way back. A part of the transaction that replaces the rows,
    /// so that they never meet another time; after its commit the time is to be told.
    ClockState bringBack(Lease lease, ClockState time) {
        return write(lease, lease.until, old -> new ClockState(time.frozenAt(), time.offset(), old.version() + 1));
    }

    /// Tells the servers what was committed: this one at once.
    void tell(Lease lease, ClockState saved) {
        memory.remember(lease.company, saved);
        watch.tell();
    }

    ClockState state(CompanyKey company) {
        return database.inCompany(company, () -> store.find(company));
    }

    /// Does what moves a company's time or state, one at a time a company on all servers together.
    <T> T alone(CompanyRef company, Supplier<T> work) {
        return alone(company, _ -> work.get());
    }

    <T> T alone(CompanyRef company, Function<Lease, T> work) {
        CompanyKey key = company.key();
        Instant now = infrastructure();
        Lease lease = new Lease(key, now.plus(LEASE));
        if (!database.inCompany(key, () -> store.take(key, now, lease.until))) {
            throw Refusal.of(SandboxError.CLOCK_BUSY, SandboxError.CLOCK_BUSY.meaning());
        }
        try {
            return work.apply(lease);
        } finally {
            database.inCompany(key, () -> {
                store.letGo(key, lease.until);
                return true;
            });
        }
    }

    private Instant infrastructure() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
