package io.kosh.webhooks.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.platform.Profile;
import io.kosh.platform.Settings;
import io.kosh.webhooks.internal.Delivery.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Deliveries as work that falls due in a company's time. The dispatcher sends them anyway, on threads of its own, so
/// that the tick has nothing to wait for; this is how the sandbox's clock steps from try to try and learns what each
/// came to. In the live profile, where nothing steps, it only wakes the dispatcher.
@Component
final class DueDeliveries implements DueWork {
    private final Database database;
    private final DeliveryStore deliveries;
    private final Dispatcher dispatcher;
    private final Signal signal;
    private final boolean live;

    DueDeliveries(
            Database database, DeliveryStore deliveries, Dispatcher dispatcher, Signal signal, Settings settings) {
        this.database = database;
        this.deliveries = deliveries;
        this.dispatcher = dispatcher;
        this.signal = signal;
        this.live = settings.profile() == Profile.LIVE;
    }

    @Override
    public String name() {
        return "webhooks.delivery";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public Map<CompanyKey, Instant> earliest() {
        return deliveries.earliest();
    }

    @Override
    public List<Fired> run(CompanyKey company, Instant now, int most) {
        if (live) {
            signal.raise(company);
            return List.of();
        }
        List<Fired> fired = new ArrayList<>();
        boolean nextPage;
        do {
            Map<Long, Delivery> due = new HashMap<>();
            List<Delivery> page = database.inCompany(company, () -> deliveries.due(company, now, most));
            page.forEach(delivery -> due.put(delivery.id(), delivery));
            List<Delivery> standing = dispatcher.sendNow(company, page, now);
            standing.forEach(after -> fired.add(fired(due.getOrDefault(after.id(), after), after)));
            // Failures move on by themselves: a page of nothing else holds back no other.
            nextPage = page.size() == most
                    && standing.stream().allMatch(after -> after.state() != State.DELIVERED)
                    && standing.stream()
                            .anyMatch(after -> after.state() == State.FAILED
                                    || after.dueAt().isAfter(now));
        } while (nextPage);
        return fired;
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
