package io.kosh.loyalty.internal;

import io.kosh.identity.Identity;
import io.kosh.kernel.Change;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.IdShape;
import io.kosh.kernel.Refusal;
import io.kosh.loyalty.internal.CoinEvent.Configuration;
import io.kosh.loyalty.internal.CoinEvent.Edit;
import io.kosh.loyalty.internal.CoinEvent.Rules;
import io.kosh.loyalty.internal.CoinEventStore.KeptChange;
import io.kosh.loyalty.internal.CoinEventStore.NewEvent;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import io.kosh.platform.PublicIds;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/// Configuring what an event earns.
@Component
final class CoinEvents {
    private static final IdShape ID = IdShape.numeric("WCC", 9);

    private final Database database;
    private final CoinEventStore store;
    private final PublicIds ids;
    private final BusinessClock clock;
    private final CoinNews news;
    private final SecureRandom random = new SecureRandom();

    CoinEvents(Database database, CoinEventStore store, PublicIds ids, BusinessClock clock, CoinNews news) {
        this.database = database;
        this.store = store;
        this.ids = ids;
        this.clock = clock;
        this.news = news;
    }

    /// What a configuration is made of.
    record Draft(Configuration configuration, String event, long amount, Rules rules) {}

    CoinEvent create(CompanyRef company, Draft draft, String actor) {
        return create(company, null, draft, actor);
    }

    /// @param id a wanted public id, null to mint one
    CoinEvent create(CompanyRef company, @Nullable String id, Draft draft, String actor) {
        CoinEvent.permit(draft.configuration(), isPlatform(company));
        return database.inCompany(company.key(), () -> {
            Instant now = clock.now(company.key());
            String publicId = claim(company.key(), id);
            CoinEvent made = store.insert(
                    company.key(),
                    new NewEvent(publicId, draft.configuration(), draft.event(), draft.amount(), draft.rules(), now));
            if (made == null) {
                throw taken(draft.event());
            }
            news.configured(null, made, store.keep(made, made.since(null), actor, now));
            return made;
        });
    }

    private String claim(CompanyKey company, @Nullable String wanted) {
        String id = wanted == null ? ID.mint(random) : wanted;
        while (!ids.claim(id, PublicIds.Kind.COIN_CONFIGURATION, company)) {
            id = ID.mint(random);
        }
        return id;
    }

    /// A configuration that the caller may see: of a company it may act for, or a DEFAULT.
    CoinEvent find(Caller caller, String id) {
        CompanyKey company = scope(caller, id);
        CoinEvent found = database.inCompany(company, () -> store.find(id));
        if (found == null) {
            throw unknown();
        }
        return found;
    }

    /// Applies an edit under the row's lock and keeps what changed: who, when, from, to.
    ///
    /// @param companyId the company that the caller says it is for; must be its own
    CoinEvent update(Caller caller, String id, Change<String> companyId, Edit edit) {
        return change(caller, id, (owner, event) -> {
            String wanted = companyId.or(owner.id());
            if (!wanted.equals(owner.id())) {
                CompanyRef other = caller.company(wanted);
                throw Refusal.ofField(
                        LoyaltyError.COIN_EVENT_STAYS,
                        "companyId",
                        "the configuration stays with its company and cannot move to " + other.id());
            }
            return event.with(edit, isPlatform(owner));
        });
    }

    /// Applies an edit that starts from the rules as they are under the lock.
    CoinEvent update(Caller caller, String id, Function<Rules, Edit> edit) {
        return change(caller, id, (owner, event) -> event.with(edit.apply(event.rules()), isPlatform(owner)));
    }

    CoinEvent deactivate(Caller caller, String id) {
        return change(caller, id, (_, event) -> event.deactivated());
    }

    /// Deactivates a company's own configuration.
    CoinEvent deactivateOwn(CompanyRef company, String id, String actor) {
        return changeOwn(company, id, actor, (_, event) -> event.deactivated());
    }

    Page<KeptChange> changes(Caller caller, String id, Page.Request page) {
        CompanyKey company = scope(caller, id);
        return database.inCompany(company, () -> {
            CoinEvent event = store.find(id);
            if (event == null) {
                throw unknown();
            }
            if (!event.company().equals(company)) {
                throw readOnly();
            }
            return Page.of(store.changes(event, page), page, KeptChange::number);
        });
    }

    Page<CoinEvent> list(CompanyRef company, @Nullable Boolean active, Page.Request page) {
        return database.inCompany(
                company.key(), () -> Page.of(store.list(company.key(), active, page), page, CoinEvent::key));
    }

    @FunctionalInterface
    private interface Mutation {
        CoinEvent apply(CompanyRef owner, CoinEvent event);
    }

    private CoinEvent change(Caller caller, String id, Mutation mutation) {
        CompanyKey company = scope(caller, id);
        CompanyRef owner = caller.companies().stream()
                .filter(each -> each.key().equals(company))
                .findFirst()
                .orElseThrow(CoinEvents::unknown);
        return changeOwn(owner, id, caller.actor(), mutation);
    }

    /// Under the row's lock: read, change, save, keep. So concurrent changes leave an unbroken history.
    private CoinEvent changeOwn(CompanyRef owner, String id, String actor, Mutation mutation) {
        CompanyKey company = owner.key();
        try {
            return database.inCompany(company, () -> {
                CoinEvent before = store.findForUpdate(company, id);
                if (before == null) {
                    throw store.find(id) == null ? unknown() : readOnly();
                }
                CoinEvent after = mutation.apply(owner, before);
                var changes = after.since(before);
                if (!after.event().equals(before.event()) && store.isInForce(company, after.event())) {
                    throw taken(after.event());
                }
                if (!changes.isEmpty()) {
                    store.save(after);
                    news.configured(before, after, store.keep(after, changes, actor, clock.now(company)));
                }
                return after;
            });
        } catch (DuplicateKeyException _) {
            throw taken("that was asked for");
        }
    }

    /// The company in whose books the id is looked up: its owner where the caller may act for it, else the
    /// caller's own, which sees DEFAULT configurations.
    private CompanyKey scope(Caller caller, String id) {
        CompanyKey owner = database.inRegistry(() -> ids.companyOf(id, PublicIds.Kind.COIN_CONFIGURATION));
        if (owner == null) {
            throw unknown();
        }
        return caller.mayActFor(owner) ? owner : caller.own().key();
    }

    private static boolean isPlatform(CompanyRef company) {
        return company.id().equals(Identity.PLATFORM_COMPANY);
    }

    private static Refusal taken(String event) {
        return Refusal.ofField(
                LoyaltyError.COIN_EVENT_EXISTS,
                "event",
                "there is an active configuration for the event " + event + " already: change or deactivate it");
    }

    private static Refusal unknown() {
        return Refusal.of(LoyaltyError.COIN_EVENT_UNKNOWN, "there is no such coin configuration");
    }

    private static Refusal readOnly() {
        return Refusal.of(LoyaltyError.DEFAULT_READ_ONLY, "the DEFAULT configuration belongs to the platform company");
    }
}
