package io.kosh.loyalty.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Ledger;
import io.kosh.platform.Page;
import io.kosh.platform.StateCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// Finds budgets and daily caps of the company's own configurations that were passed. A limit may be lowered below what
/// was given already, so usage is held against the highest that it ever was.
@Component
final class PassedLimits implements StateCheck {
    private static final Page.Request FIRST_CHANGES = new Page.Request(200, null);

    private final CoinEventStore events;
    private final Ledger ledger;

    PassedLimits(CoinEventStore events, Ledger ledger) {
        this.events = events;
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "loyalty.passed-limits";
    }

    @Override
    public List<String> problems(CompanyKey company, Instant now) {
        Map<String, Long> most = new HashMap<>();
        for (CoinEvent event : own(company)) {
            List<CoinEvent.FieldChange> changes = changes(event);
            highest(changes, "budget", event.rules().budget(), most, Allocations.budget(event.id()));
            highest(changes, "dailyUserCap", event.rules().dailyUserCap(), most, Allocations.cap(event.id()));
        }
        List<String> problems = new ArrayList<>();
        for (Ledger.LimitUsed limit : ledger.limitsUsed(company, "coins.")) {
            Long bound = most.get(limit.name());
            if (bound != null && limit.used() > bound) {
                problems.add("the limit " + limit.name() + " " + limit.period() + " was never above " + bound + " and "
                        + limit.used() + " are used");
            }
        }
        return problems;
    }

    private List<CoinEvent> own(CompanyKey company) {
        List<CoinEvent> all = new ArrayList<>();
        Page.Request request = FIRST_CHANGES;
        Page<CoinEvent> page;
        do {
            page = Page.of(events.list(company, null, request), request, CoinEvent::key);
            page.items().stream()
                    .filter(event -> event.company().equals(company))
                    .forEach(all::add);
            request = Page.Request.of(page.nextCursor(), 200L);
        } while (page.nextCursor() != null);
        return all;
    }

    private List<CoinEvent.FieldChange> changes(CoinEvent event) {
        List<CoinEvent.FieldChange> all = new ArrayList<>();
        Page.Request request = FIRST_CHANGES;
        Page<CoinEventStore.KeptChange> page;
        do {
            page = Page.of(events.changes(event, request), request, CoinEventStore.KeptChange::number);
            page.items().forEach(change -> all.addAll(change.changes()));
            request = Page.Request.of(page.nextCursor(), 200L);
        } while (page.nextCursor() != null);
        return all;
    }

    private static void highest(
            List<CoinEvent.FieldChange> changes,
            String field,
            @org.jspecify.annotations.Nullable Long now,
            Map<String, Long> most,
            String limit) {
        Stream.concat(
                        Stream.ofNullable(now),
                        changes.stream()
                                .filter(change -> change.field().equals(field))
                                .flatMap(change -> Stream.of(change.from(), change.to())
                                        .filter(Objects::nonNull)
                                        .map(Long::valueOf)))
                .max(Long::compare)
                .ifPresent(highest -> most.put(limit, highest));
    }
}
