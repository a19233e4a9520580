package io.kosh.gateway.internal;

import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.internal.Attempt.Charge;
import io.kosh.gateway.internal.AttemptStore.Move;
import io.kosh.gateway.internal.PaymentNews.Moved;
import io.kosh.gateway.internal.PaymentOrderMoves.Changed;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.PublicIds;
import io.kosh.platform.RequestContext;
import io.kosh.rails.RailPayment.BankAccount;
import io.kosh.vault.Vault;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/// Writes payments, under the locks of their orders, before their rails are asked. Everything here runs inside the
/// caller's transaction of the company.
@Component
final class NewPayments {
    private static final String KOSH = "kosh";

    private final PaymentOrderStore orders;
    private final PaymentOrderMoves orderMoves;
    private final AttemptStore payments;
    private final PaymentOptions options;
    private final UpiLimits upiLimits;
    private final PaymentNews news;
    private final Merchants merchants;
    private final Fees fees;
    private final Vault vault;
    private final PublicIds publicIds;
    private final GatewayIds ids;
    private final BusinessClock clock;
    private final PaymentSettings settings;

    NewPayments(
            PaymentOrderStore orders,
            PaymentOrderMoves orderMoves,
            AttemptStore payments,
            PaymentOptions options,
            UpiLimits upiLimits,
            PaymentNews news,
            Merchants merchants,
            Fees fees,
            Vault vault,
            PublicIds publicIds,
            GatewayIds ids,
            BusinessClock clock,
            PaymentSettings settings) {
        this.orders = orders;
        this.orderMoves = orderMoves;
        this.payments = payments;
        this.options = options;
        this.upiLimits = upiLimits;
        this.news = news;
        this.merchants = merchants;
        this.fees = fees;
        this.vault = vault;
        this.publicIds = publicIds;
        this.ids = ids;
        this.clock = clock;
        this.settings = settings;
    }

    /// A payment of what was chosen. Refused where the order is not payable, takes no more attempts or may not be paid
    /// so.
    OrderPayment begin(CompanyKey company, long orderKey, ChosenMethod chosen, Payments.Start start) {
        MerchantProfile merchant = merchants.profile(company);
        Instant now = clock.now(company);
        PaymentOrder order = lockedPayable(company, orderKey, merchant, now);
        options.check(order, merchant, chosen);
        BankAccount only = order.terms().onlyFrom();
        if (only != null && start.onlyFrom() != null && !only.equals(start.onlyFrom())) {
            throw Refusal.ofField(
                    GatewayError.MODE_NOT_OFFERED, "accountNumber", "the order is to be paid from another account");
        }
        Charge charge = charge(company, merchant, order, chosen);
        Secret<String> toSeal = chosen.toSeal();
        ChosenMethod kept = toSeal == null ? chosen : chosen.sealed(vault.seal(company, PaymentChoices.CARD, toSeal));
        Attempt payment = written(
                company,
                order,
                Attempt.begun(mint(company), order.key(), charge, kept.method(), now, now.plus(settings.firstLook())),
                start.actor());
        return new OrderPayment(attempted(company, order, start.actor(), now), payment);
    }

    /// The link or code that an order has ready: the same while it can be used and costs as much as when it was made.
    OrderPayment readyLink(CompanyKey company, long orderKey) {
        MerchantProfile merchant = merchants.profile(company);
        Instant now = clock.now(company);
        PaymentOrder order = lockedPayable(company, orderKey, merchant, now);
        ChosenMethod link = PaymentChoices.link();
        options.check(order, merchant, link);
        Charge charge = charge(company, merchant, order, link);
        Attempt ready = payments.ofOrder(company, orderKey).stream()
                .filter(each -> each.isReadyLink() && each.charge().equals(charge))
                .reduce((_, later) -> later)
                .orElse(null);
        if (ready == null) {
            ready = written(
                    company, order, Attempt.begun(mint(company), orderKey, charge, link.method(), now, null), KOSH);
        }
        return new OrderPayment(order, ready);
    }

    /// The ready link, begun as an attempt; one that was begun before stays as it is. Refused where fees have changed:
    /// its app would pay what the link says.
    OrderPayment openLink(CompanyKey company, Attempt asked, String app) {
        Instant now = clock.now(company);
        PaymentOrder order = orders.lockAll(company, List.of(asked.orderKey())).getFirst();
        Attempt payment = payments.lockAll(company, List.of(asked.key())).getFirst();
        if (!payment.isReadyLink()) {
            return new OrderPayment(order, payment);
        }
        MerchantProfile merchant = merchants.profile(company);
        PaymentOrder payable = lockedPayable(company, order.key(), merchant, now);
        if (!charge(company, merchant, payable, PaymentChoices.link()).equals(payment.charge())) {
            throw Refusal.of(GatewayError.LINK_OUT_OF_DATE, GatewayError.LINK_OUT_OF_DATE.meaning());
        }
        Attempt begun = payment.openedBy(app, now, now.plus(settings.firstLook()));
        payments.saveAll(company, List.of(begun));
        return new OrderPayment(attempted(company, payable, Told.PAYER, now), begun);
    }

    private PaymentOrder lockedPayable(CompanyKey company, long orderKey, MerchantProfile merchant, Instant now) {
        PaymentOrder order = orders.lockAll(company, List.of(orderKey)).getFirst();
        if (!order.state().isPayable() || !now.isBefore(order.expiresAt())) {
            OrderState state = order.state().isPayable() ? OrderState.EXPIRED : order.state();
            throw Refusal.of(GatewayError.ORDER_NOT_PAYABLE, "the order is " + state);
        }
        if (order.attempts() >= merchant.maxAttempts()) {
            throw Refusal.of(GatewayError.ATTEMPTS_USED_UP, GatewayError.ATTEMPTS_USED_UP.meaning());
        }
        return order;
    }

    private Attempt written(CompanyKey company, PaymentOrder order, Attempt begun, String actor) {
        Attempt payment = payments.insert(company, begun);
        payments.insertMoves(
                company, List.of(new Move(payment.key(), payment.createdAt(), actor, null, payment.state(), null)));
        news.moved(company, List.of(new Moved(order, null, payment, RequestContext.idOrNull())));
        return payment;
    }

    private PaymentOrder attempted(CompanyKey company, PaymentOrder order, String actor, Instant now) {
        PaymentOrder tried = order.tried(now);
        PaymentOrder after = tried.state() == OrderState.ATTEMPTED ? tried : tried.in(OrderState.ATTEMPTED, now);
        orderMoves.save(company, List.of(Changed.of(order, after, actor, null)));
        return after;
    }

    /// Refused where it is more than can be paid so at once.
    private Charge charge(CompanyKey company, MerchantProfile merchant, PaymentOrder order, ChosenMethod chosen) {
        LocalDate today = clock.today(company);
        FeeTable table = fees.table(company, today);
        PaymentMode mode = chosen.method().mode();
        String acquirer = mode.isCard() ? CheckoutOrder.CARD_ACQUIRER : null;
        FeeTable.Payer payer = table.charge(mode, chosen.qualifier(), acquirer, order.amountMinor());
        FeeTable.Merchant fee = table.fee(mode, chosen.qualifier(), acquirer, order.amountMinor());
        Charge charge = new Charge(order.amountMinor(), payer.surcharge(), payer.gst(), fee.fee(), fee.gst());
        if (mode == PaymentMode.UPI) {
            upiLimits.check(merchant, charge.finalAmount(), today);
        }
        return charge;
    }

    private String mint(CompanyKey company) {
        return publicIds
                .mintAll(1, ids::transaction, PublicIds.Kind.PAYMENT, company)
                .getFirst();
    }
}
