package io.kosh.rails;

import io.kosh.kernel.CompanyKey;

/// Who wants to hear what rails tell by themselves. Implemented by whoever asked for the payments. What
/// comes here was signed by the acquirer; it may come late, twice and in any order.
public interface RailReports {

    /// A payment came to an end or a step further. Returns when what was told is committed. Refused as not
    /// found, and nothing changed, where the company has no such payment: nobody has looked before.
    ///
    /// @param teller who says so, such as `acquirer`; which rail it is, the payment knows
    void payment(CompanyKey company, String teller, String reference, RailAnswer answer);

    /// A refund of the company came to an end or a step further.
    void refund(CompanyKey company, String teller, String reference, RefundAnswer answer);
}
