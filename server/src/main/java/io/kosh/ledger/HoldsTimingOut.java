package io.kosh.ledger;

import io.kosh.kernel.CompanyKey;
import java.util.Set;

/// Holds of a company are about to be ended by their time; published in the transaction that ends them, before the
/// ledger locks anything. Who keeps rows about holds, and locks these before it posts, locks them here too: then the
/// order is the same whoever comes first.
///
/// @param holds the transfers that made them; some may have ended already
public record HoldsTimingOut(CompanyKey company, Set<Long> holds) {}
