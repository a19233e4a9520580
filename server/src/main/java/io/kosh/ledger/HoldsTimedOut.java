package io.kosh.ledger;

import io.kosh.kernel.CompanyKey;
import java.util.Set;

/// Holds of a company ended by their time; published in the transaction that ended them, where they can be read.
///
/// @param holds the transfers that made them
public record HoldsTimedOut(CompanyKey company, Set<Long> holds) {}
