package io.kosh.rails;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a rail says of a payment. Whatever is not understood is [Unheard]: only the rail's own words end a payment.
public sealed interface RailAnswer {

    /// The payer has paid.
    ///
    /// @param railReference the acquirer's own id
    /// @param bankReference the bank's, such as a UPI payment's 12 digits; empty where it has none
    /// @param payer         from what it was paid, as lists show it, such as a VPA; null where it does not say
    /// @param amountMinor   how much, in paise, above zero
    record Paid(
            String railReference,
            String bankReference,
            @Nullable String payer,
            long amountMinor) implements RailAnswer {}

    /// The payer's bank has set the money aside; it is taken a little later, and the rail tells.
    record Authorised(String railReference) implements RailAnswer {}

    /// The payer or a bank has to do something first.
    ///
    /// @param askAgainIn when the rail wants to be asked, null where it does not say
    record Waiting(
            String railReference, NextStep next, @Nullable Duration askAgainIn) implements RailAnswer {}

    /// It was not paid and will not be.
    ///
    /// @param code    the rail's, such as `Z9`
    /// @param message one sentence for the payer
    record Declined(String code, String message) implements RailAnswer {}

    /// It never got a payment with this reference.
    record Unknown() implements RailAnswer {}

    /// Nobody knows what became of the call.
    ///
    /// @param reason     a word for lists and the log
    /// @param retryAfter how long the rail asks to be left alone, null where it does not say
    record Unheard(String reason, @Nullable Duration retryAfter) implements RailAnswer {}

    /// What the payer does next.
    sealed interface NextStep {
        /// Nothing here: an app was asked, or a bank is at work.
        record Await() implements NextStep {}

        /// Goes to a page of the bank.
        record Visit(URI page) implements NextStep {}

        /// Gives the code that the bank has sent.
        ///
        /// @param sentTo where it went, masked
        record GiveOtp(String sentTo) implements NextStep {}
    }
}
