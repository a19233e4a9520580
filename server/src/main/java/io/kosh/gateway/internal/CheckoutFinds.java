package io.kosh.gateway.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Database;
import io.kosh.platform.FailedSignIns;
import io.kosh.platform.PublicIds;
import io.kosh.platform.PublicIds.Kind;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds what an id names that comes with no company: an order, its checkout or one of its payments.
@Component
final class CheckoutFinds {
    private static final String ORDER = "ORD";

    private final Database database;
    private final PublicIds ids;
    private final PaymentOrderStore orders;
    private final AttemptStore payments;
    private final FailedSignIns guesses;

    CheckoutFinds(
            Database database, PublicIds ids, PaymentOrderStore orders, AttemptStore payments, FailedSignIns guesses) {
        this.database = database;
        this.ids = ids;
        this.orders = orders;
        this.payments = payments;
        this.guesses = guesses;
    }

    /// @param payment the one that the id names; null where it names an order or its checkout
    record Found(
            CompanyKey company,
            PaymentOrder order,
            @Nullable Attempt payment) {}

    private record Owner(CompanyKey company, Kind kind) {}

    /// Whatever has the id. Never called inside a transaction.
    Found any(String id) {
        return guesses.guessed(() -> named(id));
    }

    private Found named(String id) {
        Owner owner = owner(id);
        Found found = owner == null ? null : database.inCompany(owner.company(), () -> read(owner, id));
        if (found == null) {
            throw Refusal.of(GatewayError.PAYMENT_ORDER_UNKNOWN, "there is no order or transaction with this id");
        }
        return found;
    }

    /// A payment and its order.
    ///
    /// @param paymentId of a payment, not of a checkout
    <T> T payment(String paymentId, BiFunction<CompanyKey, OrderPayment, T> work) {
        Found found = guesses.guessed(() -> namedPayment(paymentId));
        return work.apply(found.company(), new OrderPayment(found.order(), Objects.requireNonNull(found.payment())));
    }

    private Found namedPayment(String paymentId) {
        Owner owner = owner(paymentId);
        Found found = owner == null || owner.kind() != Kind.PAYMENT
                ? null
                : database.inCompany(owner.company(), () -> read(owner, paymentId));
        if (found == null || found.payment() == null) {
            throw Refusal.of(GatewayError.PAYMENT_UNKNOWN, GatewayError.PAYMENT_UNKNOWN.meaning());
        }
        return found;
    }

    private @Nullable Owner owner(String id) {
        return database.inRegistry(() -> {
            if (id.startsWith(ORDER)) {
                return owned(id, Kind.PAYMENT_ORDER);
            }
            Owner checkout = owned(id, Kind.PAYMENT_CHECKOUT);
            return checkout == null ? owned(id, Kind.PAYMENT) : checkout;
        });
    }

    private @Nullable Owner owned(String id, Kind kind) {
        CompanyKey company = ids.companyOf(id, kind);
        return company == null ? null : new Owner(company, kind);
    }

    private @Nullable Found read(Owner owner, String id) {
        CompanyKey company = owner.company();
        Attempt payment = owner.kind() == Kind.PAYMENT ? payments.find(company, id) : null;
        PaymentOrder order = switch (owner.kind()) {
            case PAYMENT_ORDER -> orders.find(company, id);
            case PAYMENT_CHECKOUT -> orders.byCheckoutId(company, id);
            default -> payment == null ? null : orders.find(company, payment.orderKey());
        };
        return order == null ? null : new Found(company, order, payment);
    }
}
