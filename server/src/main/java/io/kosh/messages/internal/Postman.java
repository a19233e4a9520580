package io.kosh.messages.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.messages.Handover;
import io.kosh.messages.Handover.Reason;
import io.kosh.messages.internal.Letter.State;
import io.kosh.messages.internal.MessageStore.Taken;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.EventNotes;
import io.kosh.platform.RailFaults.RailFault;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// Makes one try: hands a message to its rail and records what came of it.
@Component
final class Postman implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);
    /// Recording must not take the connections that requests need.
    private static final int RECORDERS = 4;

    private static final Duration LONGEST_ASKED = Duration.ofDays(1);

    private final Semaphore recorders = new Semaphore(RECORDERS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Database database;
    private final MessageStore store;
    private final Rails rails;
    private final MessageSettings settings;
    private final BusinessClock business;
    private final Clock clock;
    private final EventNotes notes;
    private final MeterRegistry meters;

    Postman(
            Database database,
            MessageStore store,
            Rails rails,
            MessageSettings settings,
            BusinessClock business,
            Clock clock,
            EventNotes notes,
            MeterRegistry meters) {
        this.database = database;
        this.store = store;
        this.rails = rails;
        this.settings = settings;
        this.business = business;
        this.clock = clock;
        this.notes = notes;
        this.meters = meters;
    }

    /// @param atLeast the company's time, where the caller knows it to be later than the clock says
    void deliver(CompanyKey company, Taken taken, Instant atLeast) {
        AtomicReference<@Nullable RailFault> fault = new AtomicReference<>();
        Handover handover = isTooLate(taken)
                ? new Handover.Failed(Reason.TOO_LATE, "of no use any more")
                : bounded(() -> {
                    Content content = store.open(taken);
                    fault.set(rails.fault(company, taken.letter(), content));
                    return rails.call(company, taken.letter(), content, fault.get());
                });
        Instant now = business.now(company);
        Letter after = after(taken, handover, now.isBefore(atLeast) ? atLeast : now);
        boolean recorded = record(company, taken, after);
        if (recorded) {
            tell(company, after, handover, fault.get());
        } else {
            LOG.warn("message {} was taken over by another server, or withdrawn, while it was sent", after.id());
        }
    }

    private boolean record(CompanyKey company, Taken taken, Letter after) {
        recorders.acquireUninterruptibly();
        try {
            return database.inCompany(company, () -> store.record(company, taken.lease(), after));
        } finally {
            recorders.release();
        }
    }

    private boolean isTooLate(Taken taken) {
        Instant until = taken.usefulUntil();
        return until != null && clock.instant().isAfter(until);
    }

    private boolean isTooLateAfter(Taken taken, Duration pause) {
        Instant until = taken.usefulUntil();
        return until != null && clock.instant().plus(pause).isAfter(until);
    }

    /// Time-outs of a connector are a step's; this one is the whole try's. Interrupting a virtual thread closes the
    /// socket that it waits for.
    private Handover bounded(Callable<Handover> work) {
        Future<Handover> future = threads.submit(work);
        try {
            return future.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            future.cancel(true);
            return new Handover.Failed(
                    Reason.TIMEOUT, "not taken within " + settings.timeout().toMillis() + " ms");
        } catch (ExecutionException e) {
            // Its message might quote the address or the text.
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            LOG.atError().setCause(Wordless.of(cause)).log("a try broke");
            return new Handover.Failed(Reason.BROKEN, cause.getClass().getSimpleName());
        } catch (InterruptedException _) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            return new Handover.Failed(Reason.CONNECTION, "the server stops");
        }
    }

    private Letter after(Taken taken, Handover handover, Instant at) {
        Letter before = taken.letter();
        return switch (handover) {
            case Handover.Taken() -> before.tried(State.SENT, null, before.dueAt(), at);
            case Handover.Failed failed -> {
                Duration pause = pause(before.attempts() + 1, failed);
                yield pause == null || isTooLateAfter(taken, pause)
                        ? before.tried(State.FAILED, failed.reason(), before.dueAt(), at)
                        : before.tried(State.WAITING, failed.reason(), at.plus(pause), null);
            }
        };
    }

    /// Null where there is no next try. A rail that asks to be left alone for longer is, within a day.
    private @Nullable Duration pause(int tries, Handover.Failed failed) {
        boolean forGood = failed.reason() == Reason.REFUSED || failed.reason() == Reason.TOO_LATE;
        if (forGood || tries > settings.retries().size()) {
            return null;
        }
        Duration planned = settings.retries().get(tries - 1);
        Duration asked = Objects.requireNonNullElse(failed.retryAfter(), Duration.ZERO);
        Duration heard = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
        return heard.compareTo(planned) > 0 ? heard : planned;
    }

    private void tell(CompanyKey company, Letter after, Handover handover, @Nullable RailFault fault) {
        String outcome =
                handover instanceof Handover.Failed failed ? failed.reason().name() : "SENT";
        meters.counter("kosh.messages", "channel", after.channel().name().toLowerCase(Locale.ROOT), "outcome", outcome)
                .increment();
        if (handover instanceof Handover.Failed failed) {
            LOG.warn(
                    "message {} ({}, {}) failed: {}, {}; {}",
                    after.id(),
                    after.channel(),
                    after.kind(),
                    outcome,
                    failed.detail(),
                    after.state() == State.FAILED ? "given up" : "next try at " + after.dueAt());
        }
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("messageId", after.id());
        note.put("channel", after.channel().name());
        note.put("kind", after.kind());
        note.put("to", after.shown());
        note.put("attempt", after.attempts());
        note.put("outcome", outcome);
        note.put("state", after.state().name());
        if (fault != null) {
            note.put("scenario", fault.name());
        }
        notes.note(company, new EventNotes.Note("MESSAGE", after.requestId(), note));
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
