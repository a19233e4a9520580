package io.kosh.rails;

import io.kosh.kernel.CompanyKey;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A payment that a rail is asked for.
///
/// @param merchant    the company's public id, by which the acquirer knows it
/// @param reference   ours, unique for ever: the same payment again is the same payment
/// @param amountMinor what the payer pays, in paise
/// @param payeeName   whom the payer pays, as banks show it
/// @param note        what for, at most 50 characters
/// @param endsAt      from when on the payer can no longer pay
/// @param returnUrl   where a bank's page sends the browser afterwards; null where there is no browser
/// @param onlyFrom    the one account that may pay; null for any
public record RailPayment(
        CompanyKey company,
        String merchant,
        String reference,
        long amountMinor,
        String payeeName,
        String note,
        Instant endsAt,
        @Nullable URI returnUrl,
        @Nullable BankAccount onlyFrom) {

    /// An account at a bank.
    public record BankAccount(String number, String ifsc) {
        @Override
        public String toString() {
            return "BankAccount[" + ifsc + "]";
        }
    }
}
