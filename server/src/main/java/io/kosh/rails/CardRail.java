package io.kosh.rails;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/// Payments by card. What a payer typed is passed on and kept nowhere.
public interface CardRail extends PaymentRail {

    /// A card as the payer gave it.
    ///
    /// @param number       12 to 19 digits that pass Luhn's check
    /// @param securityCode 3 digits, or 4
    record PayingCard(Secret<String> number, YearMonth expiry, Secret<String> securityCode, String holder) {}

    /// Pays. The rail answers with a page to visit (3-D Secure), with a code to give, or at once.
    RailAnswer pay(RailPayment payment, PayingCard card);

    /// Gives the code that the bank sent to the payer.
    OtpAnswer answerOtp(CompanyKey company, String reference, Secret<String> otp);

    /// Has the bank send another code.
    OtpAnswer resendOtp(CompanyKey company, String reference);

    /// What a card is by its first digits; null where nobody knows them.
    ///
    /// @param digits the first 6 or more
    @Nullable
    CardKind kindOf(String digits);

    /// What a rail says of a code.
    sealed interface OtpAnswer {
        /// It was right, or another was sent; this is how the payment stands.
        record Taken(RailAnswer payment) implements OtpAnswer {}

        /// @param triesLeft none: the payment is declined
        record Wrong(int triesLeft) implements OtpAnswer {}

        /// Nothing waits for a code under this reference, or too many were asked for.
        record NotAwaited(String reason) implements OtpAnswer {}

        /// Nobody knows.
        record Unheard(String reason) implements OtpAnswer {}
    }
}
