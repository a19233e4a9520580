package io.kosh.gateway;

import io.kosh.kernel.Rate;
import io.kosh.rails.CardKind;
import io.kosh.rails.NetBankingRail.Bank;
import io.kosh.rails.PayLaterRail.Option;
import io.kosh.rails.WalletRail.Wallet;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An order as its payer may see it.
///
/// @param orderId         `ORD...`
/// @param checkoutId      its checkout transaction, `EK...`, which is no payment
/// @param merchantOrderId the merchant's own id, which documented routes call `uniqueTransactionId`
/// @param accessKey       the merchant's, which documented routes call `publicIdentifierKey`
/// @param amountMinor     in paise, without what payers pay on top
/// @param attemptsLeft    whether another payment may begin
/// @param endsAt          when it expires if nothing happens
/// @param today           the merchant's business day, by which a card may have expired
/// @param options         what the payer may choose from
/// @param surcharges      rupees by documented key, such as `SC_CC_VISA`, for this amount
/// @param surchargeGst    the tax on top of those
/// @param upiPatience     how long a payer has for a payment by UPI
/// @param lastPayment     the id of the payment that the order is told by: the one that succeeded, else the
///                        latest that is under way, else the latest; null before the first
public record CheckoutOrder(
        String orderId,
        String checkoutId,
        String merchantOrderId,
        String accessKey,
        Merchant merchant,
        long amountMinor,
        OrderState state,
        boolean attemptsLeft,
        Instant endsAt,
        LocalDate today,
        @Nullable URI returnUrl,
        @Nullable String description,
        Map<String, String> customParameters,
        Payer payer,
        Options options,
        Map<String, String> surcharges,
        Rate surchargeGst,
        Duration upiPatience,
        @Nullable String lastPayment) {

    /// Which acquirer takes cards. There is one; fees for cards are looked up under its name, too.
    public static final String CARD_ACQUIRER = "KOSH";

    /// How many characters a merchant's own id of an order has at most, wherever it is sent.
    public static final int LONGEST_MERCHANT_ID = 100;

    public CheckoutOrder {
        customParameters = Map.copyOf(customParameters);
        surcharges = Map.copyOf(surcharges);
    }

    /// Who is paid.
    ///
    /// @param logo      a path on this server, null where there is none
    /// @param colour    `#rrggbb`, null for the usual one
    /// @param origins   where its own pages stand, such as `https://shop.example`: they may embed the checkout
    public record Merchant(
            String name, @Nullable String logo, @Nullable String colour, Set<String> origins) {
        public Merchant {
            origins = Set.copyOf(origins);
        }
    }

    /// Who pays, as far as known.
    public record Payer(
            @Nullable String name,
            @Nullable String mobile,
            @Nullable String email) {
        /// Whether a payment may begin without asking.
        public boolean isReachable() {
            return mobile != null;
        }
    }

    /// What may be chosen: what the merchant offers, less what the order rules out.
    ///
    /// @param upiMost what can be paid by UPI at once, in paise, where that alone is why UPI is not offered
    /// @param schemes by mode; a card mode that is not offered is no key of it
    public record Options(
            boolean upi,
            boolean upiCollect,
            @Nullable Long upiMost,
            Map<PaymentMode, List<CardKind.Scheme>> schemes,
            List<Bank> banks,
            List<Wallet> wallets,
            List<Option> payLater) {
        public Options {
            schemes = Map.copyOf(schemes);
            banks = List.copyOf(banks);
            wallets = List.copyOf(wallets);
            payLater = List.copyOf(payLater);
        }

        /// The same without UPI, which the order is too much for.
        ///
        /// @param most in paise
        public Options withoutUpi(long most) {
            return new Options(false, false, most, schemes, banks, wallets, payLater);
        }
    }
}
