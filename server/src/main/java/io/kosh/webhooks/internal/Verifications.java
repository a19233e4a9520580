package io.kosh.webhooks.internal;

import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import io.kosh.webhooks.internal.Delivery.Filter;
import io.kosh.webhooks.internal.Verification.Received;
import io.kosh.webhooks.internal.Verification.Sent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds what a received notification has to be compared with.
@Component
final class Verifications {
    private static final Page.Request ALL = new Page.Request(200, null);

    private final Database database;
    private final EndpointStore endpoints;
    private final DeliveryLogStore log;
    private final Clock clock;

    Verifications(Database database, EndpointStore endpoints, DeliveryLogStore log, Clock clock) {
        this.database = database;
        this.endpoints = endpoints;
        this.log = log;
        this.clock = clock;
    }

    Verification.Result verify(CompanyRef company, @Nullable String endpointId, Received received) {
        return database.inCompany(company.key(), () -> {
            List<Endpoint> known = endpoints.list(company.key(), ALL);
            Endpoint own = endpointId == null
                    ? null
                    : known.stream()
                            .filter(each -> each.id().equals(endpointId))
                            .findFirst()
                            .orElseThrow(() -> io.kosh.kernel.Refusal.of(
                                    WebhookError.WEBHOOK_UNKNOWN, "there is no webhook endpoint " + endpointId));
            return Verification.of(received, clock.instant(), own, known, sent(company, known, received));
        });
    }

    /// What was sent under the received id, oldest first.
    private List<Sent> sent(CompanyRef company, List<Endpoint> known, Received received) {
        String id = received.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("webhook-id"))
                .map(header -> header.getValue().strip())
                .findFirst()
                .orElse("");
        Map<Long, Endpoint> byKey = known.stream().collect(Collectors.toMap(Endpoint::key, each -> each));
        List<Sent> sent = new ArrayList<>();
        Filter filter = new Filter(null, id, null, null, null, null, null, null);
        for (Delivery delivery : log.list(company.key(), filter, ALL).reversed()) {
            Endpoint endpoint = byKey.get(delivery.endpoint());
            if (endpoint != null) {
                sent.add(new Sent(endpoint, delivery, log.attempts(company.key(), delivery.id())));
            }
        }
        return sent;
    }
}
