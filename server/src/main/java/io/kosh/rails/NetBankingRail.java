package io.kosh.rails;

import java.util.List;

/// Payments at a bank's own site.
public interface NetBankingRail extends PaymentRail {

    /// Sends the payer to the bank.
    RailAnswer begin(RailPayment payment, String bankCode);

    /// The banks that can be chosen, by name; those most asked for are marked.
    List<Bank> banks();

    /// @param code as documented routes name it, such as `HDFC`
    record Bank(String code, String name, boolean popular) {}
}
