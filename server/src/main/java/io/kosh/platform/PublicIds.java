package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
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
        SANDBOX_HOOK
    }

    /// Takes an id for a company, in the transaction that writes the resource. False where it is taken already:
    /// mint another.
    boolean claim(String id, Kind kind, CompanyKey company);

    /// The company of an id, null where there is no such id of this kind.
    @Nullable
    CompanyKey companyOf(String id, Kind kind);
}
