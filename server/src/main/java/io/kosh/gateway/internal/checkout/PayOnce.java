package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.Checkout.Payment;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/// Makes a button that was pressed twice one payment. A form says which payment was the latest when it was shown: where
/// a later one is under way or paid, the payer is led to that one. Forms of one order wait for each other; between
/// servers the few milliseconds that this leaves open cost a second attempt, which the order then gives back.
@Component
final class PayOnce {
    private static final int STRIPES = 64;

    private final Checkout checkout;
    private final ReentrantLock[] stripes =
            IntStream.range(0, STRIPES).mapToObj(_ -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    PayOnce(Checkout checkout) {
        this.checkout = checkout;
    }

    /// @param seen the latest payment when the form was shown, empty for none
    Payment begin(String orderId, String seen, Supplier<Payment> start) {
        ReentrantLock lock = stripes[Math.floorMod(orderId.hashCode(), STRIPES)];
        lock.lock();
        try {
            String last = checkout.find(orderId).lastPayment();
            if (last != null && !last.equals(seen)) {
                Payment later = checkout.payment(last);
                if (later.state().isOpen() || later.state().isPaid()) {
                    return later;
                }
            }
            return start.get();
        } finally {
            lock.unlock();
        }
    }
}
