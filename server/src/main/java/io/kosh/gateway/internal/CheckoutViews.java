package io.kosh.gateway.internal;

import io.kosh.gateway.Checkout.Payment;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.CheckoutOrder.Options;
import io.kosh.gateway.CheckoutOrder.Payer;
import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.internal.CheckoutFinds.Found;
import io.kosh.gateway.internal.PaymentOrder.Customer;
import io.kosh.gateway.internal.TransactionController.MinimalResponse;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Hundredths;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.rails.RailAnswer.NextStep;
import io.kosh.rails.UpiLink;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Orders and payments as payers may see them. Called outside transactions.
@Component
final class CheckoutViews {
    private final Database database;
    private final Merchants merchants;
    private final Fees fees;
    private final PaymentOptions options;
    private final UpiLimits upiLimits;
    private final Payments payments;
    private final GatewayChecksums checksums;
    private final BusinessClock clock;
    private final PaymentSettings settings;

    CheckoutViews(
            Database database,
            Merchants merchants,
            Fees fees,
            PaymentOptions options,
            UpiLimits upiLimits,
            Payments payments,
            GatewayChecksums checksums,
            BusinessClock clock,
            PaymentSettings settings) {
        this.database = database;
        this.merchants = merchants;
        this.fees = fees;
        this.options = options;
        this.upiLimits = upiLimits;
        this.payments = payments;
        this.checksums = checksums;
        this.clock = clock;
        this.settings = settings;
    }

    private record Read(
            MerchantProfile merchant,
            FeeTable fees,
            @Nullable Attempt telling) {}

    CheckoutOrder order(CompanyKey company, PaymentOrder order) {
        LocalDate today = clock.today(company);
        Read read = database.inCompany(
                company,
                () -> new Read(
                        merchants.profile(company),
                        fees.table(company, today),
                        payments.telling(company, order.key())));
        Attempt telling = read.telling();
        return new CheckoutOrder(
                order.orderId(),
                order.checkoutId(),
                order.merchantOrderId(),
                order.accessKey(),
                read.merchant().shown(),
                order.amountMinor(),
                order.state(),
                takesMore(company, order, read.merchant()),
                order.expiresAt(),
                today,
                order.terms().returnUrl(),
                order.terms().description(),
                order.terms().customParameters(),
                payer(order.customer()),
                options(order, read, today),
                read.fees().surcharges(order.amountMinor()),
                read.fees().gst(),
                settings.patience(PaymentMode.UPI),
                telling == null ? null : telling.paymentId());
    }

    private Options options(PaymentOrder order, Read read, LocalDate today) {
        FeeTable.Payer onTop = read.fees().charge(PaymentMode.UPI, null, null, order.amountMinor());
        long total = Math.addExact(order.amountMinor(), Math.addExact(onTop.surcharge(), onTop.gst()));
        return upiLimits.within(options.of(order, read.merchant()), read.merchant(), total, today);
    }

    private boolean takesMore(CompanyKey company, PaymentOrder order, MerchantProfile merchant) {
        return order.state().isPayable()
                && order.attempts() < merchant.maxAttempts()
                && clock.now(company).isBefore(order.expiresAt());
    }

    private static Payer payer(Customer customer) {
        String name = Stream.of(customer.firstName(), customer.lastName())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        return new Payer(name.isBlank() ? null : name, customer.phoneNumber(), customer.email());
    }

    Payment payment(CompanyKey company, OrderPayment shown) {
        Attempt payment = shown.payment();
        boolean open = payment.state().isOpen();
        return new Payment(
                payment.paymentId(),
                order(company, shown.order()),
                payment.method().mode(),
                payment.toldState(),
                payment.charge().finalAmount(),
                open ? payment.next() : new NextStep.Await(),
                open && payment.method().isLink() ? link(company, shown).text() : null,
                payment.message(),
                payment.charge().received());
    }

    /// The link of a payment that is paid by link or code.
    UpiLink link(CompanyKey company, OrderPayment shown) {
        PaymentRails.LinkParts parts = payments.linkParts(company, shown);
        return UpiLink.of(parts.payment(), parts.payeeVpa(), null, UpiLink.Mode.INTENT);
    }

    /// What a browser polls for, and where the pages stand that may ask.
    record Polled(MinimalResponse view, Set<String> origins) {
        Polled {
            origins = Set.copyOf(origins);
        }
    }

    /// Runs inside the transaction that found it.
    Polled minimal(Found found) {
        CompanyKey company = found.company();
        PaymentOrder order = found.order();
        Attempt payment = found.payment() == null ? payments.telling(company, order.key()) : found.payment();
        MerchantProfile merchant = merchants.profile(company);
        boolean more = takesMore(company, order, merchant);
        MinimalResponse unsigned = view(order, payment, more, "");
        return new Polled(
                view(order, payment, more, checksums.of(company, unsigned)),
                merchant.shown().origins());
    }

    private static MinimalResponse view(PaymentOrder order, @Nullable Attempt payment, boolean more, String checksum) {
        String state = payment == null ? "" : payment.toldState().name();
        return new MinimalResponse(
                order.state().name(),
                state,
                state,
                more,
                order.merchantOrderId(),
                payment == null ? order.checkoutId() : payment.paymentId(),
                checksum,
                Hundredths.full(
                        payment == null ? order.amountMinor() : payment.charge().finalAmount()),
                Hundredths.full(order.amountMinor()),
                "INR",
                payment == null ? "" : payment.method().mode().name(),
                order.orderId(),
                order.terms().customParameters());
    }

    /// The documented keys as a form carries them.
    Map<String, String> result(CompanyKey company, PaymentOrder order, @Nullable Attempt payment) {
        Map<String, String> texts = new LinkedHashMap<>();
        (payment == null ? PaymentFields.of(order) : PaymentFields.of(order, payment))
                .forEach((name, value) -> texts.put(
                        name, value instanceof BigDecimal number ? number.toPlainString() : value.toString()));
        // A form is read by whoever has the order's id: the token of a card is told to the merchant's server only.
        texts.replace("paymentToken", "");
        if (payment != null) {
            texts.put("status", payment.toldState().name());
            texts.put("transactionStatus", payment.toldState().name());
        }
        boolean more = database.inCompany(company, () -> takesMore(company, order, merchants.profile(company)));
        texts.put("paymentAttemptLeft", String.valueOf(more));
        texts.put("checksum", checksums.of(company, texts));
        return texts;
    }

    /// The payment that an order is told by; null where none began.
    @Nullable
    Attempt telling(CompanyKey company, PaymentOrder order) {
        return database.inCompany(company, () -> payments.telling(company, order.key()));
    }
}
