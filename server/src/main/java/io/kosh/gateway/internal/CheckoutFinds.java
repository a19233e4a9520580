package io.kosh.gateway.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.FailedSignIns;
import io.kosh.platform.PublicIds;
import io.kosh.platform.PublicIds.Kind;
import io.kosh.platform.PublicIds.Owner;
import io.kosh.platform.RequestContext;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds what an id names that comes with no company: an order, its checkout or one of its payments. The request under
/// way is about the company that has it from then on.
@Component
final class CheckoutFinds {
    private static final int MOST_MET = 10_000;

    private final Database database;
    private final PublicIds ids;
    private final PaymentOrderStore orders;
    private final AttemptStore payments;
    private final CompanyRegistry companies;
    private final FailedSignIns guesses;
    /// Companies by key: the two never change.
    private final Cache<CompanyKey, CompanyRef> met =
            Caffeine.newBuilder().maximumSize(MOST_MET).build();

    CheckoutFinds(
            Database database,
            PublicIds ids,
            PaymentOrderStore orders,
            AttemptStore payments,
            CompanyRegistry companies,
            FailedSignIns guesses) {
        this.database = database;
        this.ids = ids;
        this.orders = orders;
        this.payments = payments;
        this.companies = companies;
        this.guesses = guesses;
    }

    /// @param payment the one that the id names; null where it names an order or its checkout
    record Found(
            CompanyKey company,
            PaymentOrder order,
            @Nullable Attempt payment) {}

    /// Whatever has the id. Never called inside a transaction.
    Found any(String id) {
        return any(id, found -> found);
    }

    /// What is to be read with whatever has the id, in the transaction that finds it.
    <T> T any(String id, Function<Found, T> more) {
        return guesses.guessed(() -> named(id, more));
    }

    private <T> T named(String id, Function<Found, T> more) {
        Owner owner = owner(id);
        Read<T> read = owner == null ? null : database.inCompany(owner.company(), () -> read(owner, id, more));
        if (read == null) {
            throw Refusal.of(GatewayError.PAYMENT_ORDER_UNKNOWN, "there is no order or transaction with this id");
        }
        about(read.company());
        return read.what();
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
        Read<Found> read = owner == null || owner.kind() != Kind.PAYMENT
                ? null
                : database.inCompany(owner.company(), () -> read(owner, paymentId, found -> found));
        if (read == null) {
            throw Refusal.of(GatewayError.PAYMENT_UNKNOWN, GatewayError.PAYMENT_UNKNOWN.meaning());
        }
        about(read.company());
        return read.what();
    }

    private @Nullable Owner owner(String id) {
        return database.inRegistry(() -> ids.ownerOf(id));
    }

    private record Read<T>(CompanyRef company, T what) {}

    private <T> @Nullable Read<T> read(Owner owner, String id, Function<Found, T> more) {
        CompanyKey company = owner.company();
        Attempt payment = owner.kind() == Kind.PAYMENT ? payments.find(company, id) : null;
        PaymentOrder order = switch (owner.kind()) {
            case PAYMENT_ORDER -> orders.find(company, id);
            case PAYMENT_CHECKOUT -> orders.byCheckoutId(company, id);
            default -> payment == null ? null : orders.find(company, payment.orderKey());
        };
        return order == null
                ? null
                : new Read<>(met.get(company, companies::reference), more.apply(new Found(company, order, payment)));
    }

    /// Payers come with no token: what they ask is told in the log of the company that is paid.
    static void about(CompanyRef company) {
        if (RequestContext.isBound()) {
            RequestContext.current().about(company);
        }
    }
}
