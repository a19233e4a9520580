package io.kosh.webhooks.internal;

import io.kosh.kernel.Change;
import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import io.kosh.webhooks.internal.Endpoint.Health;
import io.kosh.webhooks.internal.Endpoint.Kind;
import io.kosh.webhooks.internal.Endpoint.State;
import io.kosh.webhooks.internal.Endpoint.Target;
import io.kosh.webhooks.internal.EndpointStore.NewEndpoint;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Where a company wants to be told, and of what.
@Component
final class Endpoints {
    private static final long MOST = 20;
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final Database database;
    private final EndpointStore store;
    private final DeliveryStore deliveries;
    private final Outbox outbox;
    private final EventIds ids;
    private final BusinessClock business;
    private final Clock clock;

    Endpoints(
            Database database,
            EndpointStore store,
            DeliveryStore deliveries,
            Outbox outbox,
            EventIds ids,
            BusinessClock business,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.deliveries = deliveries;
        this.outbox = outbox;
        this.ids = ids;
        this.business = business;
        this.clock = clock;
    }

    /// What an endpoint is made of, checked.
    record Draft(
            Target target, List<String> events, @Nullable String description) {}

    /// An endpoint and its secret, which is told this once.
    record Made(Endpoint endpoint, SigningSecret secret) {}

    /// What to change, checked.
    record Edit(
            Change<String> url,
            Change<List<String>> events,
            Change<String> description,
            Change<Map<String, String>> headers,
            Change<String> certificate) {}

    Made create(CompanyRef company, Draft draft) {
        return database.inCompany(company.key(), () -> {
            store.lockCount(company.key());
            if (store.count(company.key()) >= MOST) {
                throw Refusal.of(WebhookError.WEBHOOK_LIMIT, "a company may have " + MOST + " webhook endpoints");
            }
            SigningSecret secret = ids.mintSecret();
            return new Made(Objects.requireNonNull(insert(company, Kind.NATIVE, draft, secret)), secret);
        });
    }

    /// Null where the company has one of this kind already and may have no second.
    private @Nullable Endpoint insert(CompanyRef company, Kind kind, Draft draft, SigningSecret secret) {
        outbox.endpointsChanged(company.key());
        return store.insert(
                company,
                new NewEndpoint(
                        ids.mintEndpoint(),
                        kind,
                        draft.target(),
                        draft.events(),
                        draft.description(),
                        secret,
                        business.now(company.key())));
    }

    Endpoint find(CompanyRef company, String id) {
        return database.inCompany(company.key(), () -> existing(company, id, false));
    }

    Page<Endpoint> list(CompanyRef company, Page.Request page) {
        return database.inCompany(company.key(), () -> Page.of(store.list(company.key(), page), page, Endpoint::key));
    }

    Endpoint update(CompanyRef company, String id, Edit edit) {
        return change(company, id, before -> {
            Target target = before.target();
            if (before.kind() == Kind.ORDER && edit.url() instanceof Change.To<String>) {
                throw Refusal.ofField(WebhookError.WEBHOOK_OF_ORDERS, "url", "each order names its own address");
            }
            return with(
                    before,
                    new Target(
                            edit.url().orNullable(target.url()),
                            new Secret<>(edit.headers().or(target.headers().value())),
                            blankToNull(edit.certificate().orNullable(target.certificate()))),
                    edit.events().or(before.events()),
                    blankToNull(edit.description().orNullable(before.description())),
                    before.health());
        });
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static Endpoint with(
            Endpoint before, Target target, List<String> events, @Nullable String description, Health health) {
        return new Endpoint(
                before.company(),
                before.key(),
                before.id(),
                before.kind(),
                target,
                events,
                description,
                health,
                before.keys(),
                before.createdAt());
    }

    private static Endpoint with(Endpoint before, Health health) {
        return with(before, before.target(), before.events(), before.description(), health);
    }

    /// What happens meanwhile is kept, and sent when it is resumed.
    Endpoint pause(CompanyRef company, String id) {
        return change(
                company,
                id,
                before -> with(
                        before.takingDeliveries(),
                        new Health(State.PAUSED, null, before.health().failingSince())));
    }

    /// Enables a paused or disabled endpoint; what was kept is sent, and its failures are forgotten.
    Endpoint resume(CompanyRef company, String id) {
        return change(company, id, before -> {
            outbox.signalAfterCommit(company.key());
            return with(before, new Health(State.ENABLED, null, null));
        });
    }

    Endpoint delete(CompanyRef company, String id) {
        return change(company, id, before -> {
            if (before.kind() == Kind.ORDER) {
                throw Refusal.of(WebhookError.WEBHOOK_OF_ORDERS, "the endpoint of orders' addresses cannot be deleted");
            }
            deliveries.giveUp(company.key(), before.key(), "ENDPOINT_DELETED", business.now(company.key()));
            return with(before, new Health(State.DELETED, null, null));
        });
    }

    /// A new secret; the one before it signs too for the overlap.
    Made rotate(CompanyRef company, String id, Duration overlap) {
        return database.inCompany(company.key(), () -> {
            Endpoint endpoint = existing(company, id, true);
            SigningSecret secret = ids.mintSecret();
            store.rotate(endpoint, secret, clock.instant().plus(overlap));
            return new Made(existing(company, id, false), secret);
        });
    }

    private Endpoint change(CompanyRef company, String id, UnaryOperator<Endpoint> edit) {
        return database.inCompany(company.key(), () -> {
            Endpoint after = edit.apply(existing(company, id, true));
            store.save(after);
            outbox.endpointsChanged(company.key());
            return after;
        });
    }

    private Endpoint existing(CompanyRef company, String id, boolean forUpdate) {
        Endpoint found = store.find(company.key(), id, forUpdate);
        if (found == null) {
            throw Refusal.of(WebhookError.WEBHOOK_UNKNOWN, "there is no webhook endpoint " + id);
        }
        return found;
    }

    /// The endpoint that holds the secret of the addresses that orders name; made where there is none.
    Made rotateForOrders(CompanyRef company, Duration overlap) {
        Endpoint orders = database.inCompany(company.key(), () -> {
            Endpoint found = store.only(company.key(), Kind.ORDER, false);
            if (found == null) {
                outbox.openForOrders(company);
                found = store.only(company.key(), Kind.ORDER, false);
            }
            return Objects.requireNonNull(found);
        });
        return rotate(company, orders.id(), overlap);
    }

    /// The documented configuration, of which a company has one: another call replaces it and keeps its secret.
    Endpoint configure(CompanyRef company, Draft draft, boolean enabled) {
        return database.inCompany(company.key(), () -> {
            Endpoint before = store.only(company.key(), Kind.DOCUMENTED, true);
            if (before == null) {
                before = insert(company, Kind.DOCUMENTED, draft, ids.mintSecret());
            }
            if (before == null) {
                // Another call made it meanwhile, and has committed: the insert waited for that.
                before = store.only(company.key(), Kind.DOCUMENTED, true);
            }
            if (before == null) {
                throw Refusal.retryAfter(
                        CommonError.CONTENDED, "the configuration was made and deleted meanwhile", AT_ONCE);
            }
            Health health = new Health(State.ENABLED, null, null);
            if (enabled) {
                outbox.signalAfterCommit(company.key());
            } else {
                deliveries.giveUp(company.key(), before.key(), "ENDPOINT_DISABLED", business.now(company.key()));
                health = new Health(State.DISABLED, "SWITCHED_OFF", null);
            }
            Endpoint after = with(before, draft.target(), draft.events(), null, health);
            store.save(after);
            outbox.endpointsChanged(company.key());
            return after;
        });
    }

    Endpoint configuration(CompanyRef company) {
        Endpoint found = database.inCompany(company.key(), () -> store.only(company.key(), Kind.DOCUMENTED, false));
        if (found == null) {
            throw Refusal.of(WebhookError.WEBHOOK_DATA_UNKNOWN, "the company has no webhook configuration");
        }
        return found;
    }
}
