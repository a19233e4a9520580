package io.kosh.platform;

import io.kosh.kernel.CompanyKey;

/// Something that a server keeps in memory of a company's rows, or is about to do with them. It is told when these rows
/// were replaced beneath it, which only a sandbox does: by restoring a snapshot.
@FunctionalInterface
public interface CompanyMemory {

    /// Forgets what it knows of the company and drops what it has queued for it. Told after the commit, on every
    /// server, on the others within half a second.
    ///
    /// @param generation counts the replacements of the company's state
    void replaced(CompanyKey company, long generation);
}
