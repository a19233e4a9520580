package io.kosh.identity.internal;

import io.kosh.platform.BodyRule;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import org.springframework.stereotype.Component;

/// What companies demand of the bodies that are sent about them.
@Component
final class BodyRules {
    private final Database database;
    private final CompanyStore store;
    private final History history;
    private final ClientBodyKeys keys;

    BodyRules(Database database, CompanyStore store, History history, ClientBodyKeys keys) {
        this.database = database;
        this.store = store;
        this.history = history;
        this.keys = keys;
    }

    BodyRule of(CompanyRef company) {
        return database.inRegistry(() -> store.bodyRule(company.key()));
    }

    void set(CompanyRef company, BodyRule wanted, String by) {
        database.inRegistry(() -> {
            BodyRule before = store.lockBodyRule(company.key());
            if (before != wanted) {
                store.saveBodyRule(company.key(), wanted);
                history.bodyRuleSet(company.id(), by, before, wanted);
            }
            return true;
        });
        keys.forget();
    }
}
