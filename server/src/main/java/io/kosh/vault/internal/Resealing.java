package io.kosh.vault.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.EachByItself;
import io.kosh.vault.internal.DataKeyStore.Wrapped;
import io.kosh.vault.internal.DataKeys.DataKey;
import io.kosh.vault.internal.ResealStore.Kept;
import io.kosh.vault.internal.Sealing.Place;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Seals with the newest key what older ones have sealed.
@Component
final class Resealing {
    private static final int BATCH = 200;

    private final ResealStore store;
    private final DataKeys keys;
    private final CompanyRegistry companies;
    private final Database database;
    private final Sealing sealing;

    Resealing(ResealStore store, DataKeys keys, CompanyRegistry companies, Database database, Sealing sealing) {
        this.store = store;
        this.keys = keys;
        this.companies = companies;
        this.database = database;
        this.sealing = sealing;
    }

    /// How many values each key has sealed.
    Map<Integer, Long> counts() {
        return database.acrossCompanies(all(), store::counts);
    }

    /// Every company by itself, in small transactions; may be cut off anywhere.
    void run() {
        List<Wrapped> made = keys.all();
        if (made.size() < 2) {
            return;
        }
        int newest = made.getLast().id();
        List<CompanyKey> behind = database.acrossCompanies(all(), () -> store.companiesBefore(newest));
        EachByItself.forEach("seal again what older keys sealed", behind, company -> {
            int taken;
            do {
                taken = database.inCompany(company, () -> some(company));
            } while (taken > 0);
        });
    }

    private int some(CompanyKey company) {
        DataKey newest = keys.newest();
        List<Kept> resealed = store.take(company, newest.id(), BATCH).stream()
                .map(old -> {
                    Place place = new Place(company, old.kind(), old.token());
                    return new Kept(
                            old.kind(), old.token(), sealing.seal(newest, place, sealing.open(place, old.value())));
                })
                .toList();
        store.replace(company, resealed);
        return resealed.size();
    }

    private List<CompanyKey> all() {
        return companies.all().stream().map(CompanyRef::key).toList();
    }
}
