package io.kosh.gateway.internal;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.internal.CheckoutFinds.Found;
import io.kosh.gateway.internal.PaymentOrder.Customer;
import io.kosh.gateway.internal.PaymentOrderMoves.Changed;
import io.kosh.identity.Identity;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.rails.CardKind;
import io.kosh.rails.UpiRail.VpaAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The door that payers' browsers come through.
@Component
final class PostgresCheckout implements Checkout {
    private final Database database;
    private final CheckoutFinds finds;
    private final CheckoutViews views;
    private final PaymentOrderStore orders;
    private final PaymentOrderMoves moves;
    private final PaymentOrderExpiry expiry;
    private final Payments payments;
    private final GatewayRails rails;
    private final OrderWatches watches;
    private final Merchants merchants;
    private final Identity identity;
    private final BusinessClock clock;

    PostgresCheckout(
            Database database,
            CheckoutFinds finds,
            CheckoutViews views,
            PaymentOrderStore orders,
            PaymentOrderMoves moves,
            PaymentOrderExpiry expiry,
            Payments payments,
            GatewayRails rails,
            OrderWatches watches,
            Merchants merchants,
            Identity identity,
            BusinessClock clock) {
        this.database = database;
        this.finds = finds;
        this.views = views;
        this.orders = orders;
        this.moves = moves;
        this.expiry = expiry;
        this.payments = payments;
        this.rails = rails;
        this.watches = watches;
        this.merchants = merchants;
        this.identity = identity;
        this.clock = clock;
    }

    @Override
    public CheckoutOrder find(String id) {
        Found found = finds.any(id);
        return views.order(found.company(), found.order());
    }

    @Override
    public CheckoutOrder render(String id) {
        Found found = unlessOver(finds.any(id));
        if (found.order().state() != OrderState.CREATED) {
            return views.order(found.company(), found.order());
        }
        return change(
                found,
                (order, now) ->
                        order.state() == OrderState.CREATED && order.expiresAt().isAfter(now)
                                ? active(found.company(), order.in(OrderState.CHECKOUT_RENDERED, now), now)
                                : order,
                null);
    }

    /// Nobody is shown an order as payable, or as without attempts, that only waits for being ended.
    private Found unlessOver(Found found) {
        return expiry.endIfOver(found.company(), found.order())
                ? finds.any(found.order().orderId())
                : found;
    }

    @Override
    public CheckoutOrder saveContact(String id, String accessKey, Contact contact) {
        Found found = finds.any(id);
        if (!found.order().accessKey().equals(accessKey)) {
            throw Refusal.ofField(
                    GatewayError.ACCESS_KEY_FORBIDDEN, "merchantAccessKey", "the key is not the one of the order");
        }
        return change(
                found,
                (order, now) -> {
                    if (!order.state().isPayable()) {
                        throw Refusal.of(GatewayError.ORDER_NOT_PAYABLE, "the order is " + order.state());
                    }
                    return active(found.company(), order.of(reachedAt(order.customer(), contact), now), now);
                },
                null);
    }

    /// An order at which a payer is at work idles from now on; one with a payment under way does not idle.
    private PaymentOrder active(CompanyKey company, PaymentOrder order, Instant now) {
        Instant idle = now.plus(merchants.profile(company).idle());
        return order.idleAt().isBefore(idle) ? order.idlingUntil(idle, now) : order;
    }

    private static Customer reachedAt(Customer customer, Contact contact) {
        return new Customer(
                customer.firstName(), customer.lastName(), contact.email(), contact.mobile(), customer.address());
    }

    /// Changes an order under its lock.
    private CheckoutOrder change(
            Found found, BiFunction<PaymentOrder, Instant, PaymentOrder> work, @Nullable String reason) {
        CompanyKey company = found.company();
        PaymentOrder after = database.inCompany(company, () -> {
            PaymentOrder before =
                    orders.lockAll(company, List.of(found.order().key())).getFirst();
            PaymentOrder changed = work.apply(before, clock.now(company));
            if (!changed.equals(before)) {
                moves.save(company, List.of(Changed.of(before, changed, Told.PAYER, reason)));
            }
            return changed;
        });
        watches.changed(company, after.key());
        return views.order(company, after);
    }

    @Override
    public Payment start(String id, Choice choice, boolean popup) {
        Found found = finds.any(id);
        Payments.Start start = new Payments.Start(choice, popup, Told.PAYER, null);
        return views.payment(found.company(), payments.start(found.company(), found.order(), start));
    }

    @Override
    public Payment readyLink(String id) {
        Found found = finds.any(id);
        return views.payment(
                found.company(),
                payments.readyLink(found.company(), found.order().key()));
    }

    @Override
    public Payment openLink(String paymentId, String app) {
        return shown(paymentId, (company, known) -> payments.openLink(company, known.payment(), app));
    }

    @Override
    public Payment payment(String paymentId) {
        return shown(paymentId, (_, known) -> known);
    }

    @Override
    public Poll poll(String id) {
        return finds.any(id, found -> {
            CompanyKey company = found.company();
            PaymentOrder order = found.order();
            Attempt payment = found.payment() == null ? payments.telling(company, order.key()) : found.payment();
            return new Poll(
                    order.orderId(),
                    order.state(),
                    payment == null ? null : payment.state(),
                    payment != null && payment.state().isPaid() && !payment.isUnapplied(),
                    payment == null ? "No payment has begun." : payment.message(),
                    merchants.origins(company));
        });
    }

    private Payment shown(String paymentId, BiFunction<CompanyKey, OrderPayment, OrderPayment> work) {
        return finds.payment(paymentId, (company, known) -> views.payment(company, work.apply(company, known)));
    }

    @Override
    public Map<String, String> result(String id) {
        Found found = finds.any(id);
        Attempt payment = found.payment();
        return views.result(
                found.company(),
                found.order(),
                payment == null ? views.telling(found.company(), found.order()) : payment);
    }

    @Override
    public Coded giveOtp(String paymentId, Secret<String> otp) {
        return finds.payment(paymentId, (company, known) -> switch (payments.giveOtp(company, known.payment(), otp)) {
            case Payments.Coded.Taken(OrderPayment stands) -> new Coded.Taken(views.payment(company, stands));
            case Payments.Coded.Wrong(int left) -> new Coded.Wrong(left);
        });
    }

    @Override
    public Payment resendOtp(String paymentId) {
        return shown(paymentId, (company, known) -> payments.resendOtp(company, known.payment()));
    }

    @Override
    public Payment expire(String paymentId, @Nullable String remark) {
        return payerDid(paymentId, new Told.Expired(remark));
    }

    @Override
    public Payment cancel(String paymentId, @Nullable String remark) {
        return payerDid(paymentId, new Told.Cancelled(remark));
    }

    private Payment payerDid(String paymentId, Told told) {
        return shown(paymentId, (company, known) -> payments.payerDid(company, known.payment(), told));
    }

    @Override
    public CheckoutOrder cancelOrder(String id, @Nullable String reason) {
        return change(
                finds.any(id),
                (order, now) -> order.state() == OrderState.CANCELLED ? order : order.in(OrderState.CANCELLED, now),
                reason);
    }

    @Override
    public @Nullable String payerName(String accessKey, String merchantOrderId, String vpa) {
        CompanyRef company = identity.companyOfClient(accessKey);
        PaymentOrder order = company == null
                ? null
                : database.inCompany(company.key(), () -> orders.byMerchantOrderId(company.key(), merchantOrderId));
        if (company == null || order == null) {
            throw Refusal.ofField(
                    GatewayError.PAYMENT_ORDER_UNKNOWN,
                    "merchantOrderId",
                    GatewayError.PAYMENT_ORDER_UNKNOWN.meaning());
        }
        return switch (rails.verify(company.key(), vpa)) {
            case VpaAnswer.Known(String name) -> name;
            case VpaAnswer.NoSuch() -> null;
            case VpaAnswer.Unheard(String _) -> throw PaymentRails.away();
        };
    }

    @Override
    public @Nullable CardKind kindOf(String digits) {
        return rails.card().kindOf(digits);
    }

    @Override
    public Watch watch(String orderId, Runnable changed) {
        Found found = finds.any(orderId);
        return watches.watch(found.company(), found.order().key(), changed);
    }
}
