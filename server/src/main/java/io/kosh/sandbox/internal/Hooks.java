package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.IdShape;
import io.kosh.kernel.Refusal;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import io.kosh.platform.PublicIds;
import io.kosh.platform.Settings;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Catches webhooks and shows them.
@Component
@SandboxOnly
final class Hooks {
    private static final IdShape ID = IdShape.alphanumeric("HK", 22);
    private static final int MOST = 100;

    private final SecureRandom random = new SecureRandom();
    private final Database database;
    private final HookStore store;
    private final PublicIds ids;
    private final Settings settings;
    private final Clock clock;

    Hooks(Database database, HookStore store, PublicIds ids, Settings settings, Clock clock) {
        this.database = database;
        this.store = store;
        this.ids = ids;
        this.settings = settings;
        this.clock = clock;
    }

    Hook add(CompanyRef company, @Nullable String label) {
        return database.inCompany(company.key(), () -> {
            if (store.count(company.key()) >= MOST) {
                throw Refusal.of(SandboxError.HOOKS_FULL, SandboxError.HOOKS_FULL.meaning());
            }
            String id = ID.mint(random);
            while (!ids.claim(id, PublicIds.Kind.SANDBOX_HOOK, company.key())) {
                id = ID.mint(random);
            }
            Hook hook = new Hook(id, label, Hook.Behaviour.FRIENDLY, clock.instant());
            store.insert(company.key(), hook);
            return hook;
        });
    }

    /// Where deliveries are sent to.
    String url(Hook hook) {
        return settings.baseUrl() + "/sandbox/hooks/" + hook.id();
    }

    List<Hook> all(CompanyRef company) {
        return database.inCompany(company.key(), () -> store.all(company.key()));
    }

    Hook behave(CompanyRef company, String id, Hook.Behaviour behaviour) {
        return database.inCompany(company.key(), () -> {
            Hook hook = known(company.key(), id);
            store.behave(company.key(), id, behaviour);
            return new Hook(hook.id(), hook.label(), behaviour, hook.createdAt());
        });
    }

    List<Hook.Received> received(CompanyRef company, String id, Page.Request page) {
        return database.inCompany(company.key(), () -> {
            known(company.key(), id);
            return store.received(company.key(), id, page);
        });
    }

    /// A catcher with the newest that it received, newest first.
    record Shown(Hook hook, List<Hook.Received> received) {}

    Shown show(CompanyRef company, String id, int most) {
        return database.inCompany(
                company.key(), () -> new Shown(known(company.key(), id), store.latest(company.key(), id, most)));
    }

    /// How many deliveries each catcher of the company holds.
    Map<String, Integer> counts(CompanyRef company) {
        return database.inCompany(company.key(), () -> store.counts(company.key()));
    }

    int clear(CompanyRef company, String id) {
        return database.inCompany(company.key(), () -> {
            known(company.key(), id);
            return store.clear(company.key(), id);
        });
    }

    private Hook known(CompanyKey company, String id) {
        Hook hook = store.lock(company, id);
        if (hook == null) {
            throw unknown();
        }
        return hook;
    }

    private static Refusal unknown() {
        return Refusal.of(SandboxError.HOOK_UNKNOWN, SandboxError.HOOK_UNKNOWN.meaning());
    }

    /// Whose catcher it is; refuses an unknown one.
    CompanyKey owner(String id) {
        CompanyKey company = database.inRegistry(() -> ids.companyOf(id, PublicIds.Kind.SANDBOX_HOOK));
        if (company == null) {
            throw unknown();
        }
        return company;
    }

    /// Keeps a delivery and tells how to answer it.
    Hook.Behaviour receive(CompanyKey company, String id, Hook.Delivery delivery) {
        return database.inCompany(company, () -> {
            Hook.Behaviour behaviour = known(company, id).behaviour();
            store.receive(company, id, delivery, behaviour.status());
            Integer times = behaviour.times();
            if (times != null) {
                store.behave(
                        company,
                        id,
                        times == 1
                                ? Hook.Behaviour.FRIENDLY
                                : new Hook.Behaviour(behaviour.status(), behaviour.delay(), times - 1));
            }
            return behaviour;
        });
    }
}
