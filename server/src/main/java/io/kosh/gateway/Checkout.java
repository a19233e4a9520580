package io.kosh.gateway;

import io.kosh.kernel.Secret;
import io.kosh.rails.CardKind;
import io.kosh.rails.RailAnswer.NextStep;
import java.time.YearMonth;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a payer's browser may do with one order, without a token: the ids are capabilities, unguessable and good for
/// that order alone. Ids that are not known are refused with NOT_FOUND. Called outside transactions.
public interface Checkout {

    /// An order by its id (`ORD...`), its checkout transaction or one of its payments (both `EK...`).
    CheckoutOrder find(String id);

    /// The same, and the payer has seen the checkout.
    CheckoutOrder render(String id);

    /// Keeps how to reach the payer; later ones replace it.
    ///
    /// @param accessKey the merchant's, which must be the order's
    CheckoutOrder saveContact(String id, String accessKey, Contact contact);

    /// @param email null where the payer gave none
    record Contact(String mobile, @Nullable String email) {}

    /// Begins to pay. Refused where the order is not payable or takes no more attempts.
    ///
    /// @param popup whether the bank's page stands in a window of its own, which closes itself
    Payment start(String id, Choice choice, boolean popup);

    /// The payment by link or code that an order has ready: the same while it can be used, else a new one. It begins
    /// with [#openLink].
    Payment readyLink(String id);

    /// Begins the payment that [#readyLink] gave: from now on the payer may pay by its link or code.
    ///
    /// @param app `gpay`, `phonepe`, `paytm`, `upi` for any, or `qr`
    Payment openLink(String paymentId, String app);

    /// A payment.
    Payment payment(String paymentId);

    /// How a payment stands, or the one that an order is told by: what pages ask every few seconds, so that no more is
    /// read for it than they are told.
    Poll poll(String id);

    /// @param payment     null where none began
    /// @param paid        whether it is the one that paid the order
    /// @param origins     where the merchant's pages stand
    record Poll(
            String orderId,
            OrderState order,
            @Nullable PaymentState payment,
            boolean paid,
            String message,
            Set<String> origins) {
        public Poll {
            origins = Set.copyOf(origins);
        }
    }

    /// What a merchant's page is given when the browser comes back to it: the documented keys with their checksum, all
    /// of them texts. Of the payment named, else of the one that the order is told by
    /// ([CheckoutOrder#lastPayment]).
    Map<String, String> result(String id);

    /// Gives the bank's code. Refused where no code is awaited.
    Coded giveOtp(String paymentId, Secret<String> otp);

    /// What came of a code.
    sealed interface Coded {
        record Taken(Payment payment) implements Coded {}

        /// @param triesLeft none: the payment has failed
        record Wrong(int triesLeft) implements Coded {}
    }

    /// Asks for another code.
    Payment resendOtp(String paymentId);

    /// The payer's time for a payment by UPI is over. What the bank says later still counts.
    Payment expire(String paymentId, @Nullable String remark);

    /// The payer gives one payment up.
    Payment cancel(String paymentId, @Nullable String remark);

    /// The payer gives the order up.
    CheckoutOrder cancelOrder(String id, @Nullable String reason);

    /// Whose a VPA is; null where there is none such.
    ///
    /// @param merchantOrderId the merchant's own id of an order
    @Nullable
    String payerName(String accessKey, String merchantOrderId, String vpa);

    /// What a card is by its first digits; null where nobody knows them.
    @Nullable
    CardKind kindOf(String digits);

    /// Calls back after each commit that changed an order or its payments, until closed.
    Watch watch(String orderId, Runnable changed);

    /// Ends by [#close], which may be called again.
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /// What a payer chose.
    sealed interface Choice {
        PaymentMode mode();

        /// @param bankCode of a bank or a wallet
        record Bank(PaymentMode mode, String bankCode) implements Choice {}

        record PayLater(String optionId) implements Choice {
            @Override
            public PaymentMode mode() {
                return PaymentMode.PAY_LATER;
            }
        }

        record Vpa(String vpa) implements Choice {
            @Override
            public PaymentMode mode() {
                return PaymentMode.UPI;
            }
        }

        /// @param mode as the payer's client says; must be that of the card
        /// @param save whether the company keeps the number in the vault
        record Card(
                PaymentMode mode,
                Secret<String> number,
                YearMonth expiry,
                Secret<String> securityCode,
                String holder,
                boolean save)
                implements Choice {}

        /// A card that was saved before.
        record SavedCard(PaymentMode mode, String paymentToken, Secret<String> securityCode) implements Choice {}
    }

    /// A payment as its payer may see it.
    ///
    /// @param id      `EK...`
    /// @param next    what the payer does next; [NextStep.Await] where there is nothing
    /// @param upiLink `upi://pay?...`, null where it is not paid by link or code
    /// @param message one sentence on how it stands
    /// @param receivedMinor what came instead of the amount, and goes back; null for nothing
    record Payment(
            String id,
            CheckoutOrder order,
            PaymentMode mode,
            PaymentState state,
            long finalAmountMinor,
            NextStep next,
            @Nullable String upiLink,
            String message,
            @Nullable Long receivedMinor) {

        /// Whether it is the one that paid the order; a second or late one goes back, and is no success to anybody.
        public boolean paysItsOrder() {
            return state.isPaid() && order.state() == OrderState.PAID && id.equals(order.lastPayment());
        }
    }
}
