package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one narrow table that tells which company a public id belongs to, for every path that reaches a resource with
/// no company in sight. It has no row-level security and holds nothing else; whoever finds an id here still has to be
/// allowed to act for its company.
public interface PublicIds {

    /// What an id names.
    enum Kind {
        USER,
        COIN_CONFIGURATION,
        CARD_ACCOUNT,
        CARD,
        /// A keyed hash of the number.
        CARD_NUMBER,
        VOUCHER_ORDER,
        PAYMENT_ORDER,
        /// The checkout transaction of an order.
        PAYMENT_CHECKOUT,
        PAYMENT,
        REFUND,
        SANDBOX_HOOK
    }

    /// Takes an id for a company, in the transaction that writes the resource. False where it is taken already:
    /// mint another.
    default boolean claim(String id, Kind kind, CompanyKey company) {
        return claimAll(Set.of(id), kind, company).contains(id);
    }

    /// Takes ids as [#claim] does, all at once. Returns those that were free and are the company's now.
    Set<String> claimAll(Collection<String> ids, Kind kind, CompanyKey company);

    /// Takes so many minted ids, all at once; only what was taken already is minted again.
    default List<String> mintAll(int count, Supplier<String> mint, Kind kind, CompanyKey company) {
        List<String> claimed = new ArrayList<>(count);
        while (claimed.size() < count) {
            Set<String> minted = new HashSet<>();
            while (minted.size() < count - claimed.size()) {
                minted.add(mint.get());
            }
            claimed.addAll(claimAll(minted, kind, company));
        }
        return claimed;
    }

    /// The company of an id, null where there is no such id of this kind.
    @Nullable
    default CompanyKey companyOf(String id, Kind kind) {
        Owner owner = ownerOf(id);
        return owner == null || owner.kind() != kind ? null : owner.company();
    }

    /// What an id names, and whose it is.
    record Owner(Kind kind, CompanyKey company) {}

    /// Null where there is no such id.
    @Nullable
    Owner ownerOf(String id);
}
