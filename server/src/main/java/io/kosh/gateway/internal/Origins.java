package io.kosh.gateway.internal;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.CorsRules;
import io.kosh.platform.Database;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/// Where merchants' pages stand, all together: what a preflight can be answered by, because it does not say which
/// order it is about.
@Component
final class Origins implements CorsRules {
    private static final String ALL = "all";

    /// How long another server may go on without a change; one of this server counts at once.
    private static final Duration BELIEVED = Duration.ofSeconds(1);

    /// The routes that the documented checkout clients call from merchants' pages.
    private static final Pattern BROWSER_ROUTES =
            Pattern.compile("/pay/.+|/api/v0/bin/details|/api/v0/transactions/[^/]+/minimal");

    private final Database database;
    private final CompanyRegistry companies;
    private final MerchantStore store;
    private final LoadingCache<String, Set<String>> union =
            Caffeine.newBuilder().expireAfterWrite(BELIEVED).build(_ -> load());

    Origins(Database database, CompanyRegistry companies, MerchantStore store) {
        this.database = database;
        this.companies = companies;
        this.store = store;
    }

    @Override
    public boolean concerns(String path) {
        return BROWSER_ROUTES.matcher(path).matches();
    }

    @Override
    public boolean knows(String origin) {
        return union.get(ALL).contains(origin);
    }

    /// A merchant's list was changed, and that is committed.
    void changed() {
        union.invalidateAll();
    }

    private Set<String> load() {
        return database.acrossCompanies(
                companies.all().stream().map(CompanyRef::key).toList(), store::origins);
    }
}
