package io.kosh.messages.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.messages.internal.Letter.State;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/// Messages that are tried again, as work that falls due in a company's time; also those that a server left behind.
@Component
final class DueMessages implements DueWork {
    private final Database database;
    private final MessageStore store;
    private final MessageDispatch dispatch;
    private final MessageSettings settings;

    DueMessages(Database database, MessageStore store, MessageDispatch dispatch, MessageSettings settings) {
        this.database = database;
        this.store = store;
        this.dispatch = dispatch;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "messages.send";
    }

    @Override
    public Duration every() {
        return settings.look();
    }

    @Override
    public Map<CompanyKey, Instant> earliest() {
        return store.earliest();
    }

    @Override
    public OptionalLong count(Map<CompanyKey, Instant> at) {
        return store.count(at);
    }

    @Override
    public List<Fired> run(CompanyKey company, Instant now, int most) {
        Map<Long, Letter> due = new HashMap<>();
        // No more than fit into the company's places: so others wait no longer than a try or two take.
        database.inCompany(company, () -> store.due(company, now, Math.min(most, settings.perCompany())))
                .forEach(letter -> due.put(letter.key(), letter));
        return dispatch.sendDue(company, now, due.keySet().stream().sorted().toList()).stream()
                .map(after -> fired(due.getOrDefault(after.key(), after), after))
                .toList();
    }

    private Fired fired(Letter before, Letter after) {
        String outcome = switch (after.state()) {
            case SENT -> "sent by try " + after.attempts();
            case FAILED -> "given up after try " + after.attempts() + ": " + after.reason();
            case WAITING -> "try " + after.attempts() + ": " + after.reason() + "; next " + after.dueAt();
        };
        return new Fired(name(), after.kind() + " " + after.id(), before.dueAt(), after.state() == State.SENT, outcome);
    }
}
