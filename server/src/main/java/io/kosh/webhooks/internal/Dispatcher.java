package io.kosh.webhooks.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.DispatchLoop;
import io.kosh.webhooks.internal.Deliverer.Taken;
import io.kosh.webhooks.internal.Delivery.State;
import io.kosh.webhooks.internal.DeliveryStore.Lease;
import io.kosh.webhooks.internal.DeliveryStore.Room;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Takes what is due and has it sent: at once after a commit of this server, and by looking for what others left
/// behind. A row is taken with a lease, so that several servers share the work and a killed one loses nothing.
@Component
final class Dispatcher implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    /// Companies are listed anew and waiting deliveries counted no more often than this.
    private static final long SURVEY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Duration BUSY = Duration.ofSeconds(1);
    /// A queue longer than this is only said to be so long.
    private static final int MOST_COUNTED = 100_000;

    private final Database database;
    private final DeliveryStore deliveries;
    private final EndpointStore endpoints;
    private final Deliverer deliverer;
    private final Signal signal;
    private final UnderWay underWay;
    private final WebhookMeters meters;
    private final WebhookSettings settings;
    private final CompanyRegistry companies;
    private final BusinessClock business;
    private final Clock clock;

    private final DispatchLoop loop;

    private List<CompanyKey> surveyed = List.of();
    private long surveyedAt;
    private long lookedAt;

    Dispatcher(
            Database database,
            DeliveryStore deliveries,
            EndpointStore endpoints,
            Deliverer deliverer,
            Signal signal,
            UnderWay underWay,
            WebhookMeters meters,
            WebhookSettings settings,
            CompanyRegistry companies,
            BusinessClock business,
            Clock clock) {
        this.database = database;
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.deliverer = deliverer;
        this.signal = signal;
        this.underWay = underWay;
        this.meters = meters;
        this.settings = settings;
        this.companies = companies;
        this.business = business;
        this.clock = clock;
        // What is on the wire ends within the time-out; what was cut off is taken again when its lease is over.
        this.loop = new DispatchLoop("webhooks", settings.timeout().plusSeconds(1), this::turn);
    }

    @Override
    public void start() {
        long now = System.nanoTime();
        surveyedAt = now - SURVEY_NANOS;
        lookedAt = now - settings.poll().toNanos();
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
        CompanyKey company = signal.next(settings.poll());
        if (company != null) {
            take(company);
        }
        if (System.nanoTime() - lookedAt >= settings.poll().toNanos()) {
            lookedAt = System.nanoTime();
            look();
        }
    }

    /// Names every company that has something due.
    private void look() {
        boolean survey = System.nanoTime() - surveyedAt >= SURVEY_NANOS;
        if (survey) {
            surveyed = companies.all().stream().map(CompanyRef::key).toList();
        }
        Map<CompanyKey, Instant> earliest = database.acrossCompanies(surveyed, deliveries::earliest);
        Duration latest = Duration.ZERO;
        for (var entry : earliest.entrySet()) {
            Duration late = Duration.between(entry.getValue(), business.now(entry.getKey()));
            if (!late.isNegative()) {
                latest = late.compareTo(latest) > 0 ? late : latest;
                signal.raise(entry.getKey());
            }
        }
        meters.oldestDue(latest);
        if (survey) {
            surveyedAt = System.nanoTime();
            count();
        }
    }

    /// A number for operators only: by itself, since no delivery may wait for it or fail with it.
    private void count() {
        try {
            meters.waiting(database.acrossCompanies(surveyed, () -> deliveries.pending(MOST_COUNTED)));
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("could not count what waits");
        }
    }

    private Lease lease(Instant now) {
        Instant machine = clock.instant();
        return new Lease(UUID.randomUUID(), now, machine, machine.plus(settings.lease()));
    }

    /// Takes as much of a company as there is room for, and sends it.
    private void take(CompanyKey company) {
        Room room = underWay.room(company);
        ExecutorService sending = loop.senders();
        if (room.most() == 0 || sending == null) {
            return;
        }
        Lease lease = lease(business.now(company));
        List<Taken> taken =
                database.inCompany(company, () -> held(company, lease, deliveries.claim(company, lease, room)));
        List<Taken> begun = placed(company, taken);
        if (taken.size() >= Math.min(room.most(), settings.perEndpoint() / 2)
                || taken.stream().anyMatch(each -> each.endpoint().health().failingSince() != null)) {
            underWay.leftSome(company);
        }
        begun.forEach(each -> sending.execute(() -> send(each)));
    }

    /// Those that there is a place for. The others are given back: a test or the sandbox's clock took the room
    /// meanwhile.
    private List<Taken> placed(CompanyKey company, List<Taken> taken) {
        List<Taken> begun = taken.stream()
                .filter(each -> underWay.tryBegin(company, each.endpoint().key()))
                .toList();
        if (begun.size() < taken.size()) {
            List<Taken> left = new ArrayList<>(taken);
            left.removeAll(begun);
            database.inCompany(company, () -> {
                left.forEach(each -> deliveries.giveBack(
                        company, each.lease(), each.delivery().id()));
                return left;
            });
            underWay.leftSome(company);
            // By now the places may all be free again, with nobody left to say so.
            signal.raise(company);
        }
        return begun;
    }

    private List<Taken> held(CompanyKey company, Lease lease, List<Delivery> claimed) {
        if (claimed.isEmpty()) {
            return List.of();
        }
        Map<Long, Endpoint> known = endpoints.findAll(
                company, claimed.stream().map(Delivery::endpoint).distinct().toList());
        return claimed.stream()
                .map(each ->
                        new Taken(each, Objects.requireNonNull(known.get(each.endpoint())), lease.id(), lease.now()))
                .toList();
    }

    private void send(Taken taken) {
        CompanyKey company = taken.endpoint().company();
        try {
            deliverer.deliver(taken);
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("delivery", taken.delivery().id())
                    .setCause(e)
                    .log("a delivery was cut off; it is taken again when its lease is over");
        } finally {
            end(company, taken.endpoint().key());
        }
    }

    /// Sends a delivery that is yet to be written and waits for it; refuses where there is no place to send it from.
    ///
    /// @param write writes it and returns its id
    Delivery sendNew(CompanyKey company, long endpoint, LongSupplier write, Instant now) {
        ExecutorService sending = loop.senders();
        if (sending == null || !underWay.tryBegin(company, endpoint)) {
            throw Refusal.retryAfter(
                    WebhookError.WEBHOOK_BUSY, "too many deliveries of the company are under way", BUSY);
        }
        long id = -1;
        try {
            id = write.getAsLong();
        } finally {
            if (id < 0) {
                end(company, endpoint);
            }
        }
        send(sending, company, Map.of(id, endpoint), now);
        return ended(sending, company, List.of(id), now).getFirst();
    }

    /// Sends some deliveries that are due at a moment, as there is room for them, and waits for all of them, also for
    /// those that are under way already, here or on another server. Returns them as they stand then; what no place
    /// came free for is left out.
    List<Delivery> sendNow(CompanyKey company, List<Delivery> due, Instant now) {
        ExecutorService sending = loop.senders();
        // For no delivery no place ever comes free.
        if (sending == null || due.isEmpty()) {
            return List.of();
        }
        List<Long> tried = new ArrayList<>(due.size());
        List<Delivery> left = new ArrayList<>(due);
        while (!left.isEmpty()) {
            List<Delivery> begun = begin(company, left);
            if (begun.isEmpty()) {
                break;
            }
            Map<Long, Long> places = new LinkedHashMap<>();
            begun.forEach(each -> places.put(each.id(), each.endpoint()));
            send(sending, company, places, now);
            tried.addAll(places.keySet());
            left.removeIf(each -> places.containsKey(each.id()));
        }
        return ended(sending, company, tried, now);
    }

    /// The places of a page are all given back within a lease, so that waiting longer would be for nothing.
    private List<Delivery> begin(CompanyKey company, List<Delivery> wanted) {
        try {
            return underWay.begin(company, wanted, settings.lease());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /// Sends what has a place and waits for it. What somebody else holds already needs none.
    ///
    /// @param places deliveries, each with its endpoint
    private void send(ExecutorService sending, CompanyKey company, Map<Long, Long> places, Instant now) {
        Map<Long, Long> unused = new HashMap<>(places);
        List<Taken> taken = List.of();
        try {
            taken = claimed(company, List.copyOf(places.keySet()), now);
            taken.forEach(each -> unused.remove(each.delivery().id()));
        } finally {
            unused.values().forEach(endpoint -> end(company, endpoint));
        }
        sendAll(sending, taken);
    }

    private List<Taken> claimed(CompanyKey company, List<Long> ids, Instant now) {
        Lease lease = lease(now);
        return database.inCompany(company, () -> held(company, lease, deliveries.claimThese(company, lease, ids)));
    }

    private void sendAll(ExecutorService sending, List<Taken> begun) {
        List<Future<?>> under = new ArrayList<>(begun.size());
        begun.forEach(each -> under.add(sending.submit(() -> send(each))));
        under.forEach(DispatchLoop::await);
    }

    private void end(CompanyKey company, long endpoint) {
        if (underWay.end(company, endpoint)) {
            signal.raise(company);
        }
    }

    /// Waits for what others hold, and sends it where they give it back.
    private List<Delivery> ended(ExecutorService sending, CompanyKey company, List<Long> ids, Instant now) {
        long deadline = System.nanoTime() + settings.lease().toNanos();
        // The database keeps microseconds, so that what is due now may read as due a little later.
        Instant asKept = now.plusNanos(999).truncatedTo(ChronoUnit.MICROS);
        while (true) {
            List<Delivery> standing = database.inCompany(company, () -> deliveries.findAll(company, ids));
            List<Long> open = standing.stream()
                    .filter(each ->
                            each.state() == State.PENDING && !each.dueAt().isAfter(asKept))
                    .map(Delivery::id)
                    .toList();
            if (open.isEmpty() || System.nanoTime() > deadline) {
                return standing;
            }
            sendAll(sending, placed(company, claimed(company, open, now)));
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return standing;
            }
        }
    }
}
