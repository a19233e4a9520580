package io.kosh.ledger.internal;

/// One count kept with an account.
record LimitKey(String name, String period) {}
