package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.HoldView;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.TransferView;
import io.kosh.platform.Database;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads the event log, and joins a request with what came from it.
@Component
@SandboxOnly
final class Timelines {
    private static final int MOST = 500;

    private final Database database;
    private final EventStore store;
    private final Ledger ledger;

    Timelines(Database database, EventStore store, Ledger ledger) {
        this.database = database;
        this.store = store;
        this.ledger = ledger;
    }

    /// All of one request.
    record Timeline(List<Event> events, List<TransferView> transfers) {}

    List<Event> after(CompanyKey company, Event.Filter filter, @Nullable Long after, int most) {
        return database.inCompany(company, () -> store.after(company, filter, after, most));
    }

    /// Newest first.
    List<Event> latest(CompanyKey company, Event.Filter filter, long before, int most) {
        return database.inCompany(company, () -> store.latest(company, filter, before, most));
    }

    long newest(CompanyKey company) {
        return database.inCompany(company, () -> store.newest(company));
    }

    Timeline of(CompanyKey company, String requestId) {
        return database.inCompany(company, () -> {
            List<Event> events = store.after(company, new Event.Filter(requestId, null, null, null), null, MOST);
            return new Timeline(events, transfers(company, events));
        });
    }

    private List<TransferView> transfers(CompanyKey company, List<Event> events) {
        Set<Long> ids = new LinkedHashSet<>();
        for (Event event : events) {
            if (event.detail().get("effects") instanceof List<?> effects) {
                effects.forEach(effect -> addTransfer(effect, ids));
            }
        }
        for (HoldView hold : ledger.holds(company, Set.copyOf(ids)).values()) {
            if (hold.endedBy() != null) {
                ids.add(hold.endedBy());
            }
        }
        List<TransferView> transfers = new ArrayList<>();
        for (long id : ids) {
            TransferView transfer = ledger.transfer(company, id);
            if (transfer != null) {
                transfers.add(transfer);
            }
        }
        return transfers;
    }

    private static void addTransfer(@Nullable Object effect, Set<Long> ids) {
        if (effect instanceof Map<?, ?> map
                && Ledger.TRANSFER.equals(map.get("kind"))
                && map.get("id") instanceof String id) {
            ids.add(Long.parseLong(id));
        }
    }
}
