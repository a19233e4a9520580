package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.Checkout.Payment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// Makes a button that was pressed twice one payment. A form says which payment was the latest when it was shown: where
/// a later one is under way or paid, the payer is led to that one. Forms of one order wait for each other; between
/// servers the few milliseconds that this leaves open cost a second attempt, which the order then gives back.
@Component
final class PayOnce {
    private final Checkout checkout;
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();

    PayOnce(Checkout checkout) {
        this.checkout = checkout;
    }

    /// Whose turn it is among the forms of an order: a bank that is slow keeps nobody else waiting.
    private static final class Turn {
        private final ReentrantLock lock = new ReentrantLock();
        private int users;
    }

    /// @param seen the latest payment when the form was shown, empty for none
    Payment begin(String orderId, String seen, Supplier<Payment> start) {
        return inTurn(orderId, () -> {
            String last = checkout.find(orderId).lastPayment();
            if (last != null && !last.equals(seen)) {
                Payment later = checkout.payment(last);
                boolean paid = later.state().isPaid() && later.receivedMinor() == null;
                if (paid || later.state().isOpen()) {
                    return later;
                }
            }
            return start.get();
        });
    }

    /// Looks how an order stands, and begins or not, while nobody else does.
    Payment inTurn(String orderId, Supplier<Payment> work) {
        Turn turn = turns.compute(orderId, (_, known) -> {
            Turn taken = known == null ? new Turn() : known;
            taken.users++;
            return taken;
        });
        turn.lock.lock();
        try {
            return work.get();
        } finally {
            turn.lock.unlock();
            turns.computeIfPresent(orderId, (_, left) -> --left.users == 0 ? null : left);
        }
    }
}
