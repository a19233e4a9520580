package io.kosh.ledger;

import io.kosh.kernel.CompanyKey;

/// A hold ended by its time. Told inside the transaction that ends it, so that what a listener writes stands or falls
/// with it.
///
/// @param hold the hold's transfer
public record HoldTimedOut(CompanyKey company, long hold) {}
