package io.kosh.platform;

/// Begins round trips. The batch of a [GroupCommit] makes its first statement with one, because that is where the
/// transaction learns its company.
public interface RoundTrips {
    RoundTrip begin();

    /// In the batch of a [GroupCommit]: waits until the company's batch before this one is committed. Called by
    /// every batch that leaves a trip for its end ([RoundTrip#sendAtEnd]), because the next batch is begun while
    /// that trip is under way. Until here a batch reads only what no batch changes, and takes only what no other
    /// batch needs. Elsewhere it does nothing.
    void awaitTurn();
}
