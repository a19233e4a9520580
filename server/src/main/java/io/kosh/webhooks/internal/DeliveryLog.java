package io.kosh.webhooks.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.EachByItself;
import io.kosh.platform.Page;
import io.kosh.webhooks.Announcement;
import io.kosh.webhooks.Announcement.Resource;
import io.kosh.webhooks.internal.Delivery.Attempt;
import io.kosh.webhooks.internal.Delivery.Filter;
import io.kosh.webhooks.internal.Outbox.Told;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What was sent to whom, and sending it once more.
@Component
final class DeliveryLog {
    static final int MOST_REPLAYED = 10_000;
    private static final int FORGOTTEN_AT_ONCE = 1_000;

    private final Database database;
    private final DeliveryStore deliveries;
    private final DeliveryLogStore log;
    private final EndpointStore endpoints;
    private final Outbox outbox;
    private final Dispatcher dispatcher;
    private final EventIds ids;
    private final WebhookSettings settings;
    private final CompanyRegistry companies;
    private final BusinessClock clock;

    DeliveryLog(
            Database database,
            DeliveryStore deliveries,
            DeliveryLogStore log,
            EndpointStore endpoints,
            Outbox outbox,
            Dispatcher dispatcher,
            EventIds ids,
            WebhookSettings settings,
            CompanyRegistry companies,
            BusinessClock clock) {
        this.database = database;
        this.deliveries = deliveries;
        this.log = log;
        this.endpoints = endpoints;
        this.outbox = outbox;
        this.dispatcher = dispatcher;
        this.ids = ids;
        this.settings = settings;
        this.companies = companies;
        this.clock = clock;
    }

    /// A delivery with the public id of its endpoint.
    record Logged(Delivery delivery, String endpointId) {}

    /// A delivery with every try.
    record Whole(Logged logged, List<Attempt> attempts) {}

    Page<Logged> list(CompanyRef company, @Nullable String endpointId, Filter filter, Page.Request page) {
        return database.inCompany(company.key(), () -> {
            Page<Delivery> found =
                    Page.of(log.list(company.key(), of(company, endpointId, filter), page), page, Delivery::id);
            return new Page<>(named(company.key(), found.items()), found.nextCursor());
        });
    }

    private Filter of(CompanyRef company, @Nullable String endpointId, Filter filter) {
        return endpointId == null
                ? filter
                : new Filter(
                        existing(company, endpointId).key(),
                        filter.eventId(),
                        filter.type(),
                        filter.resourceId(),
                        filter.state(),
                        filter.from(),
                        filter.to(),
                        filter.ids());
    }

    private Endpoint existing(CompanyRef company, String endpointId) {
        Endpoint found = endpoints.find(company.key(), endpointId, false);
        if (found == null) {
            throw Refusal.of(WebhookError.WEBHOOK_UNKNOWN, "there is no webhook endpoint " + endpointId);
        }
        return found;
    }

    private List<Logged> named(CompanyKey company, List<Delivery> found) {
        Map<Long, String> names = new HashMap<>();
        endpoints
                .findAll(
                        company,
                        found.stream().map(Delivery::endpoint).distinct().toList())
                .forEach((key, endpoint) -> names.put(key, endpoint.id()));
        return found.stream()
                .map(each -> new Logged(each, names.getOrDefault(each.endpoint(), "")))
                .toList();
    }

    Whole find(CompanyRef company, String deliveryId) {
        return database.inCompany(company.key(), () -> {
            long id = id(deliveryId);
            List<Delivery> found = deliveries.findAll(company.key(), List.of(id));
            if (found.isEmpty()) {
                throw unknown();
            }
            return new Whole(named(company.key(), found).getFirst(), log.attempts(company.key(), id));
        });
    }

    /// The delivery that an id names; an id that is none of ours is as unknown as any other.
    static long id(String deliveryId) {
        try {
            return Long.parseLong(deliveryId);
        } catch (NumberFormatException _) {
            throw unknown();
        }
    }

    private static Refusal unknown() {
        return Refusal.of(WebhookError.DELIVERY_UNKNOWN, "there is no such delivery");
    }

    /// Sends a test to one endpoint, whatever it listens to, paused or not, and waits for its first try.
    Whole test(CompanyRef company, String endpointId) {
        Instant now = clock.now(company.key());
        Endpoint endpoint = database.inCompany(company.key(), () -> testable(company, endpointId));
        Delivery sent =
                dispatcher.sendNew(company.key(), endpoint.key(), () -> writeTest(company, endpointId, now), now);
        if (sent.attempts() == 0) {
            throw Refusal.of(WebhookError.DELIVERY_UNDER_WAY, "the test " + sent.id() + " is still under way");
        }
        return find(company, Long.toString(sent.id()));
    }

    private Endpoint testable(CompanyRef company, String endpointId) {
        Endpoint endpoint = existing(company, endpointId).takingDeliveries();
        if (endpoint.target().url() == null) {
            throw Refusal.of(WebhookError.WEBHOOK_OF_ORDERS, "each order names its own address: there is none to test");
        }
        return endpoint;
    }

    private long writeTest(CompanyRef company, String endpointId, Instant now) {
        return database.inCompany(company.key(), () -> {
            Endpoint endpoint = testable(company, endpointId);
            String event = ids.mint();
            Announcement test = Announcement.of(
                    EventPattern.TEST,
                    new Resource("webhook_endpoint", endpointId, 1, null, null),
                    Map.of("endpointId", endpointId));
            Told told = new Told(event, test, outbox.body(company.id(), event, now, test), null);
            return deliveries.writeTest(company.key(), endpoint.key(), told, now);
        });
    }

    /// Sends one delivery once more.
    Logged replay(CompanyRef company, String deliveryId) {
        return database.inCompany(company.key(), () -> {
            Whole before = find(company, deliveryId);
            existing(company, before.logged().endpointId()).takingDeliveries();
            Filter only = new Filter(null, null, null, null, null, null, null, List.of(id(deliveryId)));
            List<Long> made = log.replay(company.key(), only, clock.now(company.key()));
            if (made.isEmpty()) {
                throw Refusal.of(WebhookError.DELIVERY_UNDER_WAY, "the delivery waits for its next try already");
            }
            outbox.signalAfterCommit(company.key());
            return named(company.key(), deliveries.findAll(company.key(), made)).getFirst();
        });
    }

    /// Sends everything that matches once more: what has ended, to endpoints that take something.
    int replayAll(CompanyRef company, @Nullable String endpointId, Filter filter) {
        return database.inCompany(company.key(), () -> {
            Filter which = of(company, endpointId, filter);
            if (which.equals(new Filter(null, null, null, null, null, null, null, null))) {
                throw Fields.invalid("deliveryIds", "or another filter must say which deliveries");
            }
            if (log.replayable(company.key(), which, MOST_REPLAYED) > MOST_REPLAYED) {
                throw Refusal.of(WebhookError.REPLAY_TOO_LARGE, "more than " + MOST_REPLAYED + " deliveries match");
            }
            int made =
                    log.replay(company.key(), which, clock.now(company.key())).size();
            outbox.signalAfterCommit(company.key());
            return made;
        });
    }

    /// Gives up what no endpoint waits for any more, and forgets what ended long ago.
    void forget() {
        List<CompanyKey> all = companies.all().stream().map(CompanyRef::key).toList();
        EachByItself.forEach("forget old deliveries", database.acrossCompanies(all, log::companies), company -> {
            Instant now = clock.now(company);
            inBatches(company, () -> log.giveUpUnheard(company, now, FORGOTTEN_AT_ONCE));
            inBatches(company, () -> log.forget(company, now.minus(settings.keep()), FORGOTTEN_AT_ONCE));
        });
    }

    private void inBatches(CompanyKey company, Supplier<Integer> batch) {
        int done = FORGOTTEN_AT_ONCE;
        while (done == FORGOTTEN_AT_ONCE) {
            done = database.inCompany(company, batch);
        }
    }
}
