package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.time.Instant;
import java.util.List;

/// A context's own look for what should not be in a company's state: something that was due and did not happen, a
/// limit that was passed. Asked by the sandbox's audit.
public interface StateCheck {

    /// Stable, `context.what`.
    String name();

    /// What is wrong, one sentence each; empty where nothing is. Runs inside [Database#inCompany].
    ///
    /// @param now the company's business time
    List<String> problems(CompanyKey company, Instant now);
}
