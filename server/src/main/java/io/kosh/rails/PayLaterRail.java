package io.kosh.rails;

import java.util.List;

/// Payments that a lender makes and the payer pays back later.
public interface PayLaterRail extends PaymentRail {

    /// Sends the payer to the lender.
    RailAnswer begin(RailPayment payment, String optionId);

    /// What lenders offer for an amount.
    List<Option> options(long amountMinor);

    /// @param id   names it in a payment
    /// @param code of the lender, such as `SIMPL`
    /// @param days until it is to be paid back
    record Option(String id, String code, String name, int days) {}
}
