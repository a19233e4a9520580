package io.kosh.identity.internal;

import io.kosh.platform.BodyRule;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/// What happened when: the moment of a write, and the row that each lock, unlock, new password or new
/// rule leaves behind.
@Component
final class History {
    private final Database database;
    private final RegistryMoveStore moves;
    private final Clock clock;

    History(Database database, RegistryMoveStore moves, Clock clock) {
        this.database = database;
        this.moves = moves;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    void moved(RegistryMoveStore.Kind kind, String subject, String by, AccessState from, AccessState to) {
        moves.insert(kind, subject, RegistryMoveStore.Field.ACCESS, Move.of(now(), by, from, to));
    }

    void passwordSet(String username, String by) {
        moves.insert(
                RegistryMoveStore.Kind.LOGIN,
                username,
                RegistryMoveStore.Field.PASSWORD,
                new Move(now(), by, "REPLACED", "SET"));
    }

    void bodyRuleSet(String companyId, String by, BodyRule from, BodyRule to) {
        moves.insert(
                RegistryMoveStore.Kind.COMPANY,
                companyId,
                RegistryMoveStore.Field.BODY_RULE,
                new Move(now(), by, from.name(), to.name()));
    }

    List<RegistryMoveStore.Kept> page(RegistryMoveStore.Kind kind, String subject, Page.Request page) {
        return database.inRegistry(() -> moves.page(kind, subject, page));
    }
}
