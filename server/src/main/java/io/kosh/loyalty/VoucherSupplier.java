package io.kosh.loyalty;

import io.kosh.kernel.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rail for vouchers. Its supplier takes an order once a reference: the same order again is the same order,
/// so that whoever did not hear an answer may ask again. Calls give up within seconds and end when their thread
/// is interrupted.
public interface VoucherSupplier {

    /// Orders, and waits for what the supplier says at once.
    Answer place(SupplierOrder order);

    /// What the supplier knows of an order.
    Answer find(String reference);

    /// What is ordered.
    ///
    /// @param reference ours, unique for ever
    /// @param orderedOn from which day on vouchers are good
    record SupplierOrder(String reference, LocalDate orderedOn, List<Line> lines) {
        public SupplierOrder {
            lines = List.copyOf(lines);
        }

        /// So many vouchers of one amount.
        ///
        /// @param number       from 1 within the order
        /// @param sku          by what the supplier knows it
        /// @param amountMinor  what a voucher is worth, in paise
        /// @param validityDays for how many days a voucher is good
        public record Line(int number, String sku, long amountMinor, int quantity, int validityDays) {}
    }

    /// A voucher.
    ///
    /// @param line the order's line that it fills
    /// @param pin  empty where it has none
    record Voucher(int line, Secret<String> code, Secret<String> pin, Instant expiresAt) {}

    /// What a supplier says. Whatever is not understood is [Unheard]: only its own words end an order.
    sealed interface Answer {

        /// This is all there will be, fewer than were ordered where it had no more.
        ///
        /// @param supplierOrderId the supplier's own id
        record Filled(String supplierOrderId, List<Voucher> vouchers) implements Answer {
            public Filled {
                vouchers = List.copyOf(vouchers);
            }
        }

        /// It has the order and is at work.
        ///
        /// @param askAgainIn when it wants to be asked, null where it does not say
        record Working(@Nullable Duration askAgainIn) implements Answer {}

        /// It will never fill it.
        ///
        /// @param reason a word for lists and the log
        record Refused(String reason) implements Answer {}

        /// It never got an order with this reference.
        record Unknown() implements Answer {}

        /// Nobody knows what became of the call.
        ///
        /// @param reason     a word for lists and the log
        /// @param retryAfter how long the supplier asks to be left alone, null where it does not say
        record Unheard(String reason, @Nullable Duration retryAfter) implements Answer {}
    }
}
