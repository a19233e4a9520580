package io.kosh.platform;

/// Begins round trips. The batch of a [GroupCommit] makes its first statement with one, because that is where the
/// transaction learns its company.
public interface RoundTrips {
    RoundTrip begin();
}
