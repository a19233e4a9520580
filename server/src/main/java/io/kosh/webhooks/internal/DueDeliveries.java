package io.kosh.webhooks.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.webhooks.internal.Delivery.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Deliveries as work that falls due in a company's time. The dispatcher sends them anyway; this is how the sandbox's
/// clock steps from try to try and learns what each came to.
@Component
final class DueDeliveries implements DueWork {
    private final Database database;
    private final DeliveryStore deliveries;
    private final Dispatcher dispatcher;

    DueDeliveries(Database database, DeliveryStore deliveries, Dispatcher dispatcher) {
        this.database = database;
        this.deliveries = deliveries;
        this.dispatcher = dispatcher;
    }

    @Override
    public String name() {
        return "webhooks.delivery";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(30);
    }

    @Override
    public Map<CompanyKey, Instant> earliest() {
        return deliveries.earliest();
    }

    @Override
    public List<Fired> run(CompanyKey company, Instant now, int most) {
        Map<Long, Delivery> due = new HashMap<>();
        database.inCompany(company, () -> deliveries.due(company, now, most))
                .forEach(delivery -> due.put(delivery.id(), delivery));
        return dispatcher.sendNow(company, due.keySet().stream().sorted().toList(), now).stream()
                .map(after -> fired(due.getOrDefault(after.id(), after), after))
                .toList();
    }

    private Fired fired(Delivery before, Delivery after) {
        String outcome = switch (after.state()) {
            case DELIVERED -> "delivered by try " + after.attempts();
            case FAILED -> "given up after try " + after.attempts() + ": " + after.reason();
            case PENDING -> "try " + after.attempts() + ": " + after.reason() + "; next " + after.dueAt();
        };
        return new Fired(
                name(),
                after.type() + " " + after.eventId() + ", delivery " + after.id(),
                before.dueAt(),
                after.state() == State.DELIVERED,
                outcome);
    }
}
