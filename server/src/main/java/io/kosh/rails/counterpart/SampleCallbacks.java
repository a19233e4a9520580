package io.kosh.rails.counterpart;

import io.kosh.platform.CallbackFaults;
import io.kosh.platform.CallbackFaults.CallbackFault;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.DispatchLoop;
import io.kosh.platform.RailFaults.Calls;
import io.kosh.platform.RailFaults.Rail;
import io.kosh.rails.counterpart.SampleEventStore.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Lets the sandbox's acquirer go on by itself, and tells what it has to tell until it is taken, as scenarios let it.
@Component
@OnlyInSandbox
final class SampleCallbacks implements SmartLifecycle {
    private static final String RAIL = "acquirer-callback";
    private static final String TYPE = "type";
    private static final String STATUS = "status";
    private static final String REFERENCE = "reference";
    /// By which callbacks can be told apart.
    static final Rail SPOILED = new Rail(RAIL, List.of(TYPE, STATUS, REFERENCE), Calls.US);

    private static final Logger LOG = LoggerFactory.getLogger(SampleCallbacks.class);
    private static final int MOST_AT_ONCE = 100;
    /// What another server of the sandbox has to tell is found by then.
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration LEASE = SampleCallbackClient.LONGEST.plusSeconds(15);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5));
    /// About a day of trying.
    private static final int MOST_ATTEMPTS = 300;

    private final Database database;
    private final SampleAcquirer acquirer;
    private final SampleEventStore store;
    private final SampleCallbackClient client;
    private final CallbackFaults faults;
    private final CompanyRegistry companies;
    private final Clock clock;
    private final JsonMapper json = new JsonMapper();
    private final DispatchLoop loop = new DispatchLoop("sandbox-acquirer", Duration.ofSeconds(1), this::turn);
    private long forgotAt = System.nanoTime();

    SampleCallbacks(
            Database database,
            SampleAcquirer acquirer,
            SampleEventStore store,
            SampleCallbackClient client,
            CallbackFaults faults,
            CompanyRegistry companies,
            Clock clock) {
        this.database = database;
        this.acquirer = acquirer;
        this.store = store;
        this.client = client;
        this.faults = faults;
        this.companies = companies;
        this.clock = clock;
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    private void turn() throws InterruptedException {
        boolean looked = false;
        try {
            acquirer.tick();
            send();
            forget();
            looked = true;
        } finally {
            acquirer.await(looked ? pause() : LOOK);
        }
    }

    /// Until something happens by itself.
    private Duration pause() {
        Instant step = acquirer.next();
        Instant event = database.inRegistry(store::next);
        Instant next = step == null || (event != null && event.isBefore(step)) ? event : step;
        if (next == null) {
            return LOOK;
        }
        Duration left = Duration.between(clock.instant(), next);
        return left.isNegative() ? Duration.ofMillis(20) : left.compareTo(LOOK) < 0 ? left.plusMillis(1) : LOOK;
    }

    private void send() {
        ExecutorService senders = loop.senders();
        if (senders == null) {
            return;
        }
        Instant now = clock.instant();
        database.inRegistry(() -> store.claim(now, now.plus(LEASE), MOST_AT_ONCE))
                .forEach(event -> senders.execute(() -> send(event)));
    }

    private void send(Event event) {
        try {
            CallbackFault fault = event.decided() ? null : fault(event);
            if (fault == null) {
                ended(event, client.tell(event.body(), false));
            } else {
                spoil(event, fault);
            }
        } catch (InterruptedException _) {
            // The server stops; it is told again when the lease is over.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("a callback of the sandbox's acquirer was cut off");
        }
    }

    private void spoil(Event event, CallbackFault fault) throws InterruptedException {
        switch (fault) {
            case CallbackFault.Late late -> keep(event, late.delay(), false);
            case CallbackFault.AfterNext after -> keep(event, after.longest(), true);
            case CallbackFault.Lost _ -> done(event);
            case CallbackFault.Repeated repeated -> {
                boolean taken = false;
                for (int i = 0; i < repeated.copies(); i++) {
                    taken |= client.tell(event.body(), false);
                }
                ended(event, taken);
            }
            case CallbackFault.BadSignature _ -> ended(event, client.tell(event.body(), true));
        }
    }

    private void keep(Event event, Duration delay, boolean held) {
        Instant dueAt = clock.instant().plus(delay);
        database.inRegistry(() -> {
            store.keep(event.number(), dueAt, held);
            return event;
        });
        acquirer.wake();
    }

    private void done(Event event) {
        Instant now = clock.instant();
        database.inRegistry(() -> {
            store.done(event, now);
            return event;
        });
        acquirer.wake();
    }

    private void ended(Event event, boolean taken) {
        if (taken || event.attempts() >= MOST_ATTEMPTS) {
            done(event);
            return;
        }
        Duration pause = PAUSES.get(Math.min(event.attempts(), PAUSES.size() - 1));
        Instant dueAt = clock.instant().plus(pause);
        database.inRegistry(() -> {
            store.again(event.number(), dueAt);
            return event;
        });
        acquirer.wake();
    }

    private @Nullable CallbackFault fault(Event event) {
        CompanyRef company = companies.find(event.merchant());
        if (company == null) {
            return null;
        }
        JsonNode said = json.readTree(event.body());
        String type = said.path(TYPE).asString("");
        return faults.chooseFor(
                company.key(),
                RAIL,
                Map.of(
                        TYPE, type,
                        STATUS, said.path(type).path(STATUS).asString(""),
                        REFERENCE, said.path(type).path(REFERENCE).asString("")));
    }

    private void forget() {
        if (System.nanoTime() - forgotAt > TimeUnit.HOURS.toNanos(1)) {
            forgotAt = System.nanoTime();
            Instant before = clock.instant().minus(KEPT);
            database.inRegistry(() -> {
                store.forget(before);
                return before;
            });
        }
    }
}
