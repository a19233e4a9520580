package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.util.List;

/// Tells a company's people that something needs them. Contexts below the one that knows addresses call it; it is
/// implemented by the identity context.
@FunctionalInterface
public interface CompanyAlerts {

    /// Writes to the company's alert address in the caller's transaction of that company; where the company named none,
    /// nothing happens, and of a kind one is written an hour at most.
    ///
    /// @param kind   the message's template, such as `webhook-endpoint-disabled`
    /// @param values what stands for `{0}`, `{1}`, ... in it
    void alert(CompanyKey company, String kind, List<String> values);
}
