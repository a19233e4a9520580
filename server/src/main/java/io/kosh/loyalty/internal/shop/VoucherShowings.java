package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
import io.kosh.loyalty.internal.shop.Vouchers.Shown;
import io.kosh.platform.Database;
import io.kosh.platform.RequestContext;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Shows people the codes of their vouchers: by itself once, afterwards when they ask. Each time is kept.
@Component
final class VoucherShowings {
    private final Database database;
    private final VoucherShowingStore store;
    private final Vouchers vouchers;
    private final Clock clock;

    VoucherShowings(Database database, VoucherShowingStore store, Vouchers vouchers, Clock clock) {
        this.database = database;
        this.store = store;
        this.vouchers = vouchers;
        this.clock = clock;
    }

    /// The codes where they were never shown; null where they were, or none are there.
    @Nullable
    List<Shown> first(CompanyKey company, VoucherOrder order) {
        return order.filled() > 0
                ? database.inCompany(
                        company,
                        () -> store.insertFirst(company, order.key(), clock.instant(), RequestContext.idOrNull())
                                ? vouchers.open(company, order.key())
                                : null)
                : null;
    }

    /// The codes, because somebody asks.
    List<Shown> again(CompanyKey company, VoucherOrder order) {
        return database.inCompany(company, () -> {
            store.insert(company, order.key(), clock.instant(), RequestContext.idOrNull());
            return vouchers.open(company, order.key());
        });
    }
}
