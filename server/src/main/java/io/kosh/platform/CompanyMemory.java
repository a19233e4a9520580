package io.kosh.platform;

import io.kosh.kernel.CompanyKey;

/// Something that a server keeps in memory of a company's rows. It is told when these rows were replaced beneath it,
/// which only a sandbox does: by restoring a snapshot, or by a reset.
@FunctionalInterface
public interface CompanyMemory {

    /// Forgets what it knows of the company, or looks anew. Told after the commit, on every server, on the others
    /// within half a second. What is under way meanwhile is not stopped: it finds the rows as they are now.
    ///
    /// @param generation counts the replacements of the company's state
    void replaced(CompanyKey company, long generation);
}
