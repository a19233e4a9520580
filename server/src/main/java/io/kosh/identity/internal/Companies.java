package io.kosh.identity.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kosh.kernel.CommonError;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The companies of the installation.
@Component
final class Companies {
    private static final long MOST_REMEMBERED = 10_000;

    private final Database database;
    private final CompanyStore store;
    private final History history;
    private final Secrets secrets;
    private final Cache<String, CompanyRef> refs =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();
    private final Cache<CompanyKey, CompanyRef> refsByKey =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    Companies(Database database, CompanyStore store, History history, Secrets secrets) {
        this.database = database;
        this.store = store;
        this.history = history;
        this.secrets = secrets;
    }

    Company create(@Nullable String companyId, String name) {
        CompanyKey key = nextKey();
        return database.inRegistry(() -> insert(key, companyId, name));
    }

    /// Writes a company under its key, in whatever transaction runs.
    Company insert(CompanyKey key, @Nullable String companyId, String name) {
        Instant now = history.now();
        CompanyRef company = new CompanyRef(companyId == null ? secrets.mint(Company.ID) : companyId, key);
        while (!store.insert(company, name, now)) {
            if (companyId != null) {
                throw Refusal.ofField(
                        IdentityError.COMPANY_ID_TAKEN, "companyId", "the company id " + companyId + " is taken");
            }
            company = new CompanyRef(secrets.mint(Company.ID), key);
        }
        return new Company(company, name, AccessState.ACTIVE, now);
    }

    /// The key of a company that is about to be written.
    CompanyKey nextKey() {
        return database.inRegistry(store::nextKey);
    }

    @Nullable
    CompanyRef ref(String companyId) {
        CompanyRef known = refs.getIfPresent(companyId);
        if (known != null) {
            return known;
        }
        Company company = database.inRegistry(() -> store.find(companyId));
        return company == null ? null : remembered(company.ref());
    }

    /// The ids of a company that is there, in the caller's transaction of whatever it is.
    CompanyRef reference(CompanyKey key) {
        CompanyRef known = refsByKey.getIfPresent(key);
        return known == null ? remembered(store.get(key).ref()) : known;
    }

    /// A company's ids never change, nor does a company go away. What the transaction that is open has made may not
    /// come to be, so they are remembered when it commits.
    private CompanyRef remembered(CompanyRef company) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    remember(company);
                }
            });
        } else {
            remember(company);
        }
        return company;
    }

    private void remember(CompanyRef company) {
        refs.put(company.id(), company);
        refsByKey.put(company.key(), company);
    }

    /// A company that is there, in the caller's transaction of whatever it is.
    Company within(CompanyKey key) {
        return store.get(key);
    }

    List<CompanyRef> all() {
        return database.inRegistry(store::all);
    }

    Company find(String companyId) {
        return database.inRegistry(() -> known(store.find(companyId), companyId));
    }

    /// Null where there is none that may act.
    @Nullable
    CompanyRef active(CompanyKey key) {
        return database.inRegistry(() -> store.active(key));
    }

    List<Company> page(Page.Request page) {
        return database.inRegistry(() -> store.page(page));
    }

    /// Locking a company ends what its tokens may do, on every server within a second.
    Company setStatus(String companyId, AccessState wanted, String by) {
        return database.inRegistry(() -> {
            Company company = known(store.lock(companyId), companyId);
            store.saveStatus(company.key(), company.status().to(wanted));
            history.moved(RegistryMoveStore.Kind.COMPANY, companyId, by, company.status(), wanted);
            return new Company(company.ref(), company.name(), wanted, company.createdAt());
        });
    }

    private static Company known(@Nullable Company company, String companyId) {
        if (company == null) {
            throw Refusal.of(CommonError.COMPANY_UNKNOWN, "there is no company " + companyId);
        }
        return company;
    }
}
