package io.kosh.webhooks.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyAlerts;
import io.kosh.platform.Database;
import io.kosh.platform.DeliveryFaults.DeliveryFault;
import io.kosh.platform.EventNotes;
import io.kosh.webhooks.Announcement;
import io.kosh.webhooks.Announcement.Resource;
import io.kosh.webhooks.Checksum;
import io.kosh.webhooks.internal.Delivery.Attempt;
import io.kosh.webhooks.internal.Delivery.State;
import io.kosh.webhooks.internal.DeliveryStore.Ended;
import io.kosh.webhooks.internal.Endpoint.Kind;
import io.kosh.webhooks.internal.Sending.Answer;
import io.kosh.webhooks.internal.Sending.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Makes one try: signs, sends, and records what came of it.
@Component
final class Deliverer {
    /// Recording must not take the connections that requests need.
    private static final int RECORDERS = 4;

    private final Database database;
    private final DeliveryStore deliveries;
    private final EndpointStore endpoints;
    private final Outbox outbox;
    private final DeliveryClient client;
    private final RetryPlan plan;
    private final WebhookSettings settings;
    private final WebhookMeters meters;
    private final BusinessClock business;
    private final Clock clock;
    private final Spoiling spoiling;
    private final EventNotes notes;
    private final CompanyAlerts alerts;
    private final Semaphore recorders = new Semaphore(RECORDERS);
    private final JsonMapper json = new JsonMapper();

    Deliverer(
            Database database,
            DeliveryStore deliveries,
            EndpointStore endpoints,
            Outbox outbox,
            DeliveryClient client,
            RetryPlan plan,
            WebhookSettings settings,
            WebhookMeters meters,
            BusinessClock business,
            Clock clock,
            Spoiling spoiling,
            EventNotes notes,
            CompanyAlerts alerts) {
        this.database = database;
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.outbox = outbox;
        this.client = client;
        this.plan = plan;
        this.settings = settings;
        this.meters = meters;
        this.business = business;
        this.clock = clock;
        this.spoiling = spoiling;
        this.notes = notes;
        this.alerts = alerts;
    }

    /// A delivery that this server holds.
    ///
    /// @param atLeast the company's time, where the caller knows it to be later than the clock says
    record Taken(Delivery delivery, Endpoint endpoint, UUID lease, Instant atLeast) {}

    /// How a try ended.
    private record Verdict(
            @Nullable Failure failure,
            String detail,
            @Nullable Duration retryAfter) {
        String outcome() {
            return failure == null ? Attempt.DELIVERED : failure.name();
        }
    }

    void deliver(Taken taken) {
        CompanyKey company = taken.endpoint().company();
        DeliveryFault fault = spoiling.choose(taken);
        spoiling.keep(taken, fault);
        Instant signedAt = clock.instant();
        Sending sending = sending(taken, signedAt, fault.badSignature());
        long began = System.nanoTime();
        Answer answer = client.send(sending);
        long nanos = System.nanoTime() - began;
        spoiling.sent(taken);
        Verdict verdict = verdict(answer);
        meters.tried(verdict.outcome(), nanos);
        Instant now = business.now(company);
        Instant at = now.isBefore(taken.atLeast()) ? taken.atLeast() : now;
        Attempt attempt = attempt(taken, sending, answer, new Tried(at, signedAt, nanos / 1_000, verdict));
        Delivery after = after(taken.delivery(), verdict, at);
        recorders.acquireUninterruptibly();
        try {
            database.inCompany(company, () -> {
                if (touchesHealth(taken.endpoint(), verdict)) {
                    // Who ends an endpoint locks it before its deliveries; the other way round both would wait.
                    endpoints.lock(taken.endpoint());
                }
                deliveries.record(company, taken.lease(), new Ended(after, attempt));
                health(taken.endpoint(), verdict, at);
                return after;
            });
        } finally {
            recorders.release();
        }
        note(taken, after, attempt, fault);
        // After the try is written down: copies that hang would outlive the lease.
        for (int copy = 1; copy < fault.copies(); copy++) {
            client.send(sending);
        }
    }

    /// For the sandbox's event log.
    private void note(Taken taken, Delivery after, Attempt attempt, DeliveryFault fault) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("deliveryId", Long.toString(after.id()));
        detail.put("eventId", after.eventId());
        detail.put("type", after.type());
        detail.put("endpointId", taken.endpoint().id());
        detail.put("url", attempt.url());
        detail.put("attempt", after.attempts());
        detail.put("outcome", attempt.outcome());
        detail.put("state", after.state().name());
        if (!fault.scenario().isEmpty()) {
            detail.put("scenario", fault.scenario());
        }
        notes.note(taken.endpoint().company(), new EventNotes.Note("WEBHOOK", after.requestId(), detail));
    }

    private Sending sending(Taken taken, Instant signedAt, boolean badSignature) {
        Endpoint endpoint = taken.endpoint();
        Delivery delivery = taken.delivery();
        String text = delivery.checksummed()
                ? Checksum.addTo(endpoint.keys().current().key(), delivery.body())
                : delivery.body();
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers =
                new LinkedHashMap<>(endpoint.target().headers().value());
        headers.put("webhook-id", delivery.eventId());
        headers.put("webhook-timestamp", Long.toString(signedAt.getEpochSecond()));
        // Signed for another message, it is right in form and fits nothing.
        String signed = badSignature ? delivery.eventId() + "-spoilt" : delivery.eventId();
        headers.put("webhook-signature", endpoint.keys().sign(signed, signedAt, body));
        String url = delivery.url() == null ? endpoint.target().url() : delivery.url();
        return new Sending(
                Objects.requireNonNull(url), headers, body, endpoint.target().certificate());
    }

    private Verdict verdict(Answer answer) {
        return switch (answer) {
            case Answer.Missing(Failure failure, String detail) -> new Verdict(failure, detail, null);
            case Answer.Received received -> {
                int status = received.status();
                String detail = "answered " + status;
                if (status >= 200 && status < 300) {
                    yield new Verdict(null, detail, null);
                }
                Duration asked = RetryPlan.retryAfter(received.header("Retry-After"), clock.instant());
                Failure failure = status == 410
                        ? Failure.GONE
                        : status >= 500 ? Failure.BROKEN : status / 100 == 3 ? Failure.REDIRECT : Failure.REFUSED;
                yield new Verdict(failure, detail, asked);
            }
        };
    }

    private Delivery after(Delivery before, Verdict verdict, Instant at) {
        int tries = before.attempts() + 1;
        Failure failure = verdict.failure();
        Duration pause = failure == null || failure == Failure.GONE ? null : plan.after(tries, verdict.retryAfter());
        State state = failure == null ? State.DELIVERED : pause == null ? State.FAILED : State.PENDING;
        return new Delivery(
                before.id(),
                before.endpoint(),
                before.eventId(),
                before.type(),
                before.subject(),
                before.url(),
                before.body(),
                before.checksummed(),
                state,
                failure == null ? null : failure.name(),
                tries,
                before.createdAt(),
                pause == null ? before.dueAt() : at.plus(pause),
                state == State.PENDING ? null : at,
                before.replayOf(),
                before.requestId());
    }

    private record Tried(Instant at, Instant signedAt, long micros, Verdict verdict) {}

    private Attempt attempt(Taken taken, Sending sending, Answer answer, Tried tried) {
        // A static header is the company's secret as often as not: the log tells its name only.
        Map<String, String> shown = new LinkedHashMap<>(sending.headers());
        Secret<Map<String, String>> secrets = taken.endpoint().target().headers();
        secrets.value().keySet().forEach(name -> shown.put(name, secrets.toString()));
        Answer.Received received = answer instanceof Answer.Received got ? got : null;
        return new Attempt(
                tried.at(),
                tried.signedAt().getEpochSecond(),
                sending.url(),
                json.writeValueAsString(shown),
                taken.delivery().checksummed() ? sending.bodyText() : null,
                received == null ? null : received.status(),
                received == null ? null : json.writeValueAsString(received.headers()),
                received == null ? null : received.body(),
                tried.micros(),
                tried.verdict().outcome(),
                tried.verdict().detail());
    }

    /// Whether a try may change its endpoint. An order's address is by itself: it says nothing about the others.
    private static boolean touchesHealth(Endpoint endpoint, Verdict verdict) {
        return endpoint.kind() != Kind.ORDER
                && (verdict.failure() != null || endpoint.health().failingSince() != null);
    }

    /// Keeps since when nothing arrives, and disables an endpoint that wants no more or has failed for days.
    private void health(Endpoint endpoint, Verdict verdict, Instant at) {
        Instant failingSince = endpoint.health().failingSince();
        if (!touchesHealth(endpoint, verdict)) {
            return;
        }
        if (verdict.failure() == null) {
            endpoints.failingSince(endpoint, null);
        } else if (verdict.failure() == Failure.GONE) {
            disable(endpoint, "GONE", at);
        } else if (failingSince == null) {
            endpoints.failingSince(endpoint, at);
        } else if (!at.isBefore(failingSince.plus(settings.disableAfter()))) {
            disable(endpoint, "FAILING", at);
        }
    }

    private void disable(Endpoint endpoint, String reason, Instant at) {
        Long times = endpoints.disable(endpoint, reason);
        if (times == null) {
            return;
        }
        deliveries.giveUp(endpoint.company(), endpoint.key(), "ENDPOINT_DISABLED", at);
        outbox.endpointsChanged(endpoint.company());
        String url = Objects.requireNonNullElse(endpoint.target().url(), "");
        alerts.alert(endpoint.company(), "webhook-endpoint-disabled", List.of(endpoint.id(), url, reason));
        outbox.announce(
                endpoint.company(),
                List.of(Announcement.of(
                        EventPattern.DISABLED,
                        new Resource("webhook_endpoint", endpoint.id(), times, "DISABLED", "ENABLED"),
                        Map.of("endpointId", endpoint.id(), "url", url, "reason", reason))));
    }
}
