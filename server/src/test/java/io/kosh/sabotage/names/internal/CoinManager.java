package io.kosh.sabotage.names.internal;

/// A name that says nothing.
final class CoinManager {
    private CoinManager() {}
}
