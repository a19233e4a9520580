package io.kosh.rails;

import io.kosh.kernel.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The payer's side of the sandbox's acquirer: what stands on a page of a bank, an app or a wallet, and what the payer
/// does there. Only the sandbox has one. Tokens are capabilities: whoever has one is the payer. Called outside
/// transactions; what is done here reaches whoever asked for the payment by a callback, as it would from a real bank.
public interface SandboxBank {

    /// The bill of a page; null where no payment has this token.
    @Nullable
    Bill find(String token);

    /// The bill of a UPI link or code; null where nobody expects a payment with this reference.
    ///
    /// @param reference the link's `tr`
    @Nullable
    Bill findByLink(String reference);

    /// The requests that wait in the app of a VPA, newest first, at most 20.
    List<Bill> waitingAt(String vpa);

    /// Lets a bill end. Where it waits for nobody any more, it stays as it is.
    ///
    /// @param payer the VPA of the app that pays a link or a code; null where the payer is known already
    /// @return how it stands afterwards; null where no payment has this token
    @Nullable
    Bill choose(String token, Ending ending, @Nullable String payer);

    /// Gives the code that the bank's page asks for. The right one pays; after the last wrong one the bill is declined.
    @Nullable
    Bill giveOtp(String token, Secret<String> otp);

    /// The code that the bank has "sent": pages show it, since no phone rings in a sandbox.
    String otp();

    /// How a payer is asked.
    enum Kind {
        /// An app was asked for the money.
        UPI_COLLECT,
        /// A link or a code was shown.
        UPI_LINK,
        CARD,
        NET_BANKING,
        WALLET,
        PAY_LATER
    }

    /// What a payer, or the bank, may do with a bill.
    enum Ending {
        PAID,
        /// The bank takes some seconds.
        PAID_SLOWLY,
        /// The payer says no.
        DECLINED,
        NO_FUNDS,
        WRONG_PIN,
        LIMIT,
        /// The payer lets the time pass.
        EXPIRED,
        /// The bank says no, and some seconds later that it was paid after all.
        FAILED_THEN_PAID,
        /// The bank never tells, and is at work for ever.
        NEVER_TOLD
    }

    /// Where a bill stands.
    enum Standing {
        /// The payer has to do something.
        WAITING,
        /// The bank is at work.
        UNDER_WAY,
        PAID,
        DECLINED
    }

    /// What is to be paid.
    ///
    /// @param token       of its page
    /// @param reference   the platform's
    /// @param with        VPA, bank code, wallet code or id of an option; of a card the last four digits; empty
    ///                    for a link that nobody has paid
    /// @param payee       whom
    /// @param note        what for
    /// @param amountMinor in paise
    /// @param endsAt      until when it can be paid, by the machine's time
    /// @param triesLeft   of the code
    /// @param message     one sentence on how it stands
    /// @param bankReference what the bank calls the payment, of UPI its 12 digits; empty where it was not paid
    /// @param returnUrl   where the browser goes from the page when it has ended; null where it came from nowhere
    record Bill(
            String token,
            String reference,
            Kind kind,
            String with,
            String payee,
            String note,
            long amountMinor,
            Instant endsAt,
            Standing standing,
            int triesLeft,
            String message,
            String bankReference,
            @Nullable URI returnUrl) {}
}
