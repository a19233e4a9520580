package io.kosh.rails;

import io.kosh.kernel.CompanyKey;

/// Payments from UPI apps.
public interface UpiRail extends PaymentRail {

    /// Asks the payer's app for the money.
    RailAnswer collect(RailPayment payment, String vpa);

    /// Tells the rail to expect a payment by a link or a QR code whose `tr` is the payment's reference.
    RailAnswer expect(RailPayment payment);

    /// The VPA that a merchant's links and codes name as payee.
    String payeeVpa(String merchant);

    /// Whose a VPA is.
    VpaAnswer verify(CompanyKey company, String vpa);

    /// What the rail says of a VPA.
    sealed interface VpaAnswer {
        /// @param name the account's holder
        record Known(String name) implements VpaAnswer {}

        /// There is no such VPA.
        record NoSuch() implements VpaAnswer {}

        /// Nobody knows.
        record Unheard(String reason) implements VpaAnswer {}
    }
}
