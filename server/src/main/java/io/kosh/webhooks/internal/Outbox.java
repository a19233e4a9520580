package io.kosh.webhooks.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.RequestContext;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import io.kosh.webhooks.Announcement;
import io.kosh.webhooks.Announcement.Documented;
import io.kosh.webhooks.Webhooks;
import io.kosh.webhooks.internal.Endpoint.Kind;
import io.kosh.webhooks.internal.Endpoint.Target;
import io.kosh.webhooks.internal.EndpointStore.NewEndpoint;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/// Writes what happened beside it, in one statement for all endpoints, and wakes the dispatcher when it is committed.
@Component
final class Outbox implements Webhooks {
    /// How long a server may believe that a company has no endpoint, where another server made one.
    private static final Duration BELIEVED = Duration.ofSeconds(1);

    private final DeliveryStore deliveries;
    private final EndpointStore endpoints;
    private final RoundTrips trips;
    private final EventPattern events;
    private final EventIds ids;
    private final BusinessClock clock;
    private final CompanyRegistry companies;
    private final Signal signal;
    private final TargetRules targets;
    private final JsonMapper json = new JsonMapper();
    private final Cache<CompanyKey, Optional<String>> listening = Caffeine.newBuilder()
            .expireAfterWrite(BELIEVED)
            .maximumSize(100_000)
            .build();

    Outbox(
            DeliveryStore deliveries,
            EndpointStore endpoints,
            RoundTrips trips,
            EventPattern events,
            EventIds ids,
            BusinessClock clock,
            CompanyRegistry companies,
            Signal signal,
            TargetRules targets) {
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.trips = trips;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.companies = companies;
        this.signal = signal;
        this.targets = targets;
    }

    /// One row to be; what is null has no such notification.
    record Told(
            String eventId,
            Announcement announcement,
            String body,
            @Nullable String documentedBody) {
        /// The request that it came from, null where none did.
        @Nullable
        String requestId() {
            String asked = announcement.requestId();
            return asked == null ? RequestContext.idOrNull() : asked;
        }
    }

    @Override
    public void announce(CompanyKey company, List<Announcement> announcements) {
        if (announcements.isEmpty()) {
            return;
        }
        Optional<String> listener = listening(company);
        boolean orders = announcements.stream().anyMatch(each -> each.notifyUrl() != null);
        if (listener.isEmpty() && !orders) {
            return;
        }
        String publicId = listener.orElseGet(() -> companies.reference(company).id());
        Instant now = clock.now(company);
        List<Told> told = new ArrayList<>(announcements.size());
        for (Announcement announcement : announcements) {
            if (!events.known().containsKey(announcement.type())) {
                throw new IllegalStateException("no context declares the event " + announcement.type());
            }
            String id = ids.mint();
            Documented documented = announcement.documented();
            told.add(new Told(
                    id,
                    announcement,
                    body(publicId, id, now, announcement),
                    documented == null ? null : json.writeValueAsString(documented.body())));
        }
        RoundTrip writes = trips.begin();
        if (orders) {
            endpoints.ensureForOrders(writes, new CompanyRef(publicId, company), forOrders(company));
        }
        deliveries.write(writes, company, told, now);
        writes.sendAtEnd();
        signalAfterCommit(company);
    }

    @Override
    public URI address(String field, @Nullable String url) {
        return URI.create(targets.url(field, url));
    }

    @Override
    public Secret<byte[]> orderKey(CompanyKey company) {
        Endpoint orders = endpoints.only(company, Kind.ORDER, false);
        if (orders == null) {
            openForOrders(companies.reference(company));
            orders = Objects.requireNonNull(endpoints.only(company, Kind.ORDER, false));
        }
        return orders.keys().current().key();
    }

    private Optional<String> listening(CompanyKey company) {
        Optional<String> known = listening.getIfPresent(company);
        if (known != null) {
            return known;
        }
        Optional<String> found = Optional.ofNullable(endpoints.listening(company));
        if (!changedHere(company)) {
            listening.put(company, found);
        }
        return found;
    }

    /// Endpoints were changed here: what was believed no longer counts once that is committed. Until then others
    /// believe what they see, and what this transaction sees is nothing to believe: it may be rolled back.
    void endpointsChanged(CompanyKey company) {
        listening.invalidate(company);
        TransactionSynchronizationManager.registerSynchronization(new Changed(company, listening));
    }

    private static boolean changedHere(CompanyKey company) {
        return TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.getSynchronizations().stream()
                        .anyMatch(each -> each instanceof Changed changed && changed.company.equals(company));
    }

    /// A transaction that changed a company's endpoints.
    private record Changed(CompanyKey company, Cache<CompanyKey, Optional<String>> listening)
            implements TransactionSynchronization {
        @Override
        public void afterCommit() {
            listening.invalidate(company);
        }
    }

    /// The endpoint that holds the secret of the addresses of orders, made when the first order names one.
    void openForOrders(CompanyRef company) {
        endpoints.insert(company, forOrders(company.key()));
    }

    private NewEndpoint forOrders(CompanyKey company) {
        return new NewEndpoint(
                ids.mintEndpoint(),
                Kind.ORDER,
                new Target(null, new Secret<>(Map.of()), null),
                List.of(),
                "addresses that orders name",
                ids.mintSecret(),
                clock.now(company));
    }

    /// The native body. Its shape is documented; fields are only ever added.
    String body(String companyId, String id, Instant now, Announcement announcement) {
        Announcement.Resource resource = announcement.resource();
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("type", resource.type());
        about.put("id", resource.id());
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("type", announcement.type());
        body.put("timestamp", now.toString());
        body.put("companyId", companyId);
        body.put("resource", about);
        body.put("sequence", resource.sequence());
        body.put("state", resource.state());
        body.put("previous_state", resource.previousState());
        body.put("data", announcement.data());
        return json.writeValueAsString(body);
    }

    void signalAfterCommit(CompanyKey company) {
        afterCommit(() -> signal.raise(company));
    }

    private static void afterCommit(Runnable work) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }
}
