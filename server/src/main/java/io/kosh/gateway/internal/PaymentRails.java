package io.kosh.gateway.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Settings;
import io.kosh.rails.CardRail.OtpAnswer;
import io.kosh.rails.CardRail.PayingCard;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailPayment;
import io.kosh.rails.RailPayment.BankAccount;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What rails are asked about payments. Never called inside a transaction.
@Component
final class PaymentRails {
    private static final int LONGEST_NOTE = 50;

    private final GatewayRails rails;
    private final Merchants merchants;
    private final CompanyRegistry companies;
    private final Settings settings;

    PaymentRails(GatewayRails rails, Merchants merchants, CompanyRegistry companies, Settings settings) {
        this.rails = rails;
        this.merchants = merchants;
        this.companies = companies;
        this.settings = settings;
    }

    /// How a payment is asked for.
    ///
    /// @param popup whether the bank's page stands in a window of its own
    /// @param until from when on the payer can no longer pay
    record Wish(boolean popup, @Nullable BankAccount onlyFrom, Instant until) {}

    /// The name of a payment's rail.
    String name(Attempt payment) {
        return rails.of(payment.method().mode()).name();
    }

    /// Asks for a payment that is committed.
    RailAnswer ask(CompanyKey company, OrderPayment begun, ChosenMethod chosen, Wish wish) {
        Attempt payment = begun.payment();
        RailPayment asked = payment(company, begun, wish);
        return rails.answer(payment, "pay", () -> switch (payment.method().mode()) {
            case UPI -> {
                String vpa = payment.method().vpa();
                yield vpa == null ? rails.upi().expect(asked) : rails.upi().collect(asked, vpa);
            }
            case CREDIT_CARD, DEBIT_CARD, PREPAID_CARD, CORPORATE_CARD -> {
                PayingCard card = chosen.card();
                yield rails.card().pay(asked, Objects.requireNonNull(card, "a payment by card has a card"));
            }
            case NET_BANKING -> rails.netBanking().begin(asked, code(payment));
            case WALLET -> rails.wallet().begin(asked, code(payment));
            case PAY_LATER -> rails.payLater().begin(asked, code(payment));
        });
    }

    private static String code(Attempt payment) {
        return Objects.requireNonNull(payment.method().bankCode(), "a payment at a bank names the bank");
    }

    private RailPayment payment(CompanyKey company, OrderPayment begun, Wish wish) {
        PaymentOrder order = begun.order();
        Attempt payment = begun.payment();
        CompanyRef merchant = companies.findActive(company);
        if (merchant == null) {
            throw Refusal.of(GatewayError.ORDER_NOT_PAYABLE, GatewayError.ORDER_NOT_PAYABLE.meaning());
        }
        return new RailPayment(
                company,
                merchant.id(),
                payment.paymentId(),
                payment.charge().finalAmount(),
                merchants.profile(company).name(),
                note(order),
                wish.until(),
                back(order, payment, wish.popup()),
                wish.onlyFrom());
    }

    private static String note(PaymentOrder order) {
        String description = order.terms().description();
        String text = description == null || description.isBlank() ? "Order " + order.merchantOrderId() : description;
        return text.length() > LONGEST_NOTE ? text.substring(0, LONGEST_NOTE) : text;
    }

    /// Where a bank's page sends the browser.
    private URI back(PaymentOrder order, Attempt payment, boolean popup) {
        return settings.baseUrl()
                .resolve("/v1/pay/" + order.orderId() + "/return?transactionId=" + payment.paymentId()
                        + (popup ? "&popup=true" : ""));
    }

    /// What links and codes are made of.
    ///
    /// @param payeeVpa whom they name as payee
    record LinkParts(RailPayment payment, String payeeVpa) {}

    LinkParts linkParts(CompanyKey company, OrderPayment payment, Wish wish) {
        RailPayment asked = payment(company, payment, wish);
        return new LinkParts(asked, rails.upi().payeeVpa(asked.merchant()));
    }

    RailAnswer find(CompanyKey company, Attempt payment) {
        return rails.answer(
                payment, "find", () -> rails.of(payment.method().mode()).find(company, payment.paymentId()));
    }

    OtpAnswer answerOtp(CompanyKey company, Attempt payment, Secret<String> otp) {
        return rails.otp("otp", () -> rails.card().answerOtp(company, payment.paymentId(), otp));
    }

    OtpAnswer resendOtp(CompanyKey company, Attempt payment) {
        return rails.otp("resend", () -> rails.card().resendOtp(company, payment.paymentId()));
    }

    static Refusal away() {
        return Refusal.retryAfter(GatewayError.RAIL_AWAY, GatewayError.RAIL_AWAY.meaning(), Duration.ofSeconds(5));
    }
}
