package io.kosh.identity.internal;

import io.kosh.identity.ClientCredentials;
import io.kosh.kernel.Refusal;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Partners and the companies they act for.
@Component
final class Partners {
    private final Database database;
    private final PartnerStore store;
    private final Clients clients;
    private final History history;
    private final Secrets secrets;

    Partners(Database database, PartnerStore store, Clients clients, History history, Secrets secrets) {
        this.database = database;
        this.store = store;
        this.clients = clients;
        this.history = history;
        this.secrets = secrets;
    }

    /// A partner with the public ids of its companies, in the order in which they were linked.
    record Shown(Partner partner, List<String> companyIds) {}

    /// @param partnerId a wanted public id that has to be free, null to mint one
    Shown create(@Nullable String partnerId, String name, List<CompanyRef> companies) {
        return database.inRegistry(() -> {
            Partner partner =
                    store.insert(partnerId == null ? secrets.mint(Partner.ID) : partnerId, name, history.now());
            while (partner == null) {
                if (partnerId != null) {
                    throw new IllegalStateException("the partner id " + partnerId + " is taken");
                }
                partner = store.insert(secrets.mint(Partner.ID), name, history.now());
            }
            for (CompanyRef company : companies) {
                store.link(partner.key(), company.key());
            }
            return shown(partner);
        });
    }

    Shown find(String partnerId) {
        return database.inRegistry(() -> shown(known(store.find(partnerId), partnerId)));
    }

    List<Partner> page(Page.Request page) {
        return database.inRegistry(() -> store.page(page));
    }

    Shown link(String partnerId, CompanyRef company) {
        return database.inRegistry(() -> {
            Partner partner = known(store.lock(partnerId), partnerId);
            store.link(partner.key(), company.key());
            return shown(partner);
        });
    }

    Shown unlink(String partnerId, CompanyRef company) {
        return database.inRegistry(() -> {
            Partner partner = known(store.lock(partnerId), partnerId);
            store.unlink(partner.key(), company.key());
            return shown(partner);
        });
    }

    ClientCredentials addClient(String partnerId) {
        return database.inRegistry(() -> clients.createFor(known(store.find(partnerId), partnerId)));
    }

    Shown setStatus(String partnerId, AccessState wanted, String by) {
        return database.inRegistry(() -> {
            Partner partner = known(store.lock(partnerId), partnerId);
            store.saveStatus(partner.key(), partner.status().to(wanted));
            history.moved(RegistryMoveStore.Kind.PARTNER, partnerId, by, partner.status(), wanted);
            return shown(known(store.find(partnerId), partnerId));
        });
    }

    private Shown shown(Partner partner) {
        return new Shown(partner, store.companyIds(partner.key()));
    }

    private static Partner known(@Nullable Partner partner, String partnerId) {
        if (partner == null) {
            throw Refusal.of(IdentityError.PARTNER_UNKNOWN, "there is no partner " + partnerId);
        }
        return partner;
    }
}
