package io.kosh.ledger;

import java.time.LocalDate;

/// What is left of the value that ends on one day.
///
/// @param expiresOn the first business day on which it is no longer spendable
/// @param remaining not yet spent, held included
/// @param held      reserved by holds
public record LotView(long account, long owner, LocalDate expiresOn, long remaining, long held) {}
