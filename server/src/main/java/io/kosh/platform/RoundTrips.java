package io.kosh.platform;

/// Begins round trips. The batch of a [GroupCommit] makes its first statement with one, because that is where the
/// transaction learns its company.
public interface RoundTrips {
    RoundTrip begin();

    /// In the batch of a [GroupCommit]: waits until the company's batch before this one is committed. A batch that
    /// called it lets the next one begin while the trip that it left for its end ([RoundTrip#sendAtEnd]) is
    /// under way; one that did not is followed when it is committed. Until here a batch reads only what no batch
    /// changes, and takes only what no other batch needs; it may wait earlier than it must, and again.
    /// Elsewhere it does nothing.
    void awaitTurn();
}
