package io.kosh.rails;

import io.kosh.kernel.CompanyKey;

/// What every rail can do. A payment or refund is one effect a reference, so that whoever did not hear an answer may
/// ask again. Calls give up within seconds, end when their thread is interrupted, and are made outside transactions.
public interface PaymentRail {

    /// Stable, in small letters, such as `upi`; also the name under which scenarios spoil its calls.
    String name();

    /// Whether the settings name an acquirer at all; in a sandbox always.
    boolean isThere();

    /// What the rail knows of a payment.
    RailAnswer find(CompanyKey company, String reference);

    /// Gives a payer back what was paid, whole or in part.
    RefundAnswer refund(RailRefund refund);

    /// What the rail knows of a refund.
    RefundAnswer findRefund(CompanyKey company, String refundReference);

    /// @param reference   ours, unique for ever
    /// @param payment     the reference of the payment that is given back
    /// @param amountMinor in paise
    record RailRefund(CompanyKey company, String merchant, String reference, String payment, long amountMinor) {}
}
