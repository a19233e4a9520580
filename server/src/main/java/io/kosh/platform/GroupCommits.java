package io.kosh.platform;

/// Makes group commits. All of them share one small pool of committers, which serves the companies in turn.
public interface GroupCommits {

    /// @param name    `context.what`, stable: it names the metrics
    /// @param handler does a batch of one company
    <C, R> GroupCommit<C, R> open(String name, GroupCommit.Handler<C, R> handler);
}
