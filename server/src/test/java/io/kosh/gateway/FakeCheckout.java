package io.kosh.gateway;

import io.kosh.kernel.ErrorCode;
import io.kosh.kernel.Rate;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.rails.CardKind;
import io.kosh.rails.NetBankingRail.Bank;
import io.kosh.rails.PayLaterRail.Option;
import io.kosh.rails.RailAnswer.NextStep;
import io.kosh.rails.WalletRail.Wallet;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A checkout in memory: one merchant's orders, and payments that end as the test says.
public final class FakeCheckout implements Checkout {
    public static final String OTP = "123456";
    public static final String SHOP = "https://shop.example";

    /// A card of each sort of answer.
    public static final String PAYS_AT_BANK = "4111111111111111";

    public static final String WANTS_OTP = "6074819900004939";
    public static final String PAYS_AT_ONCE = "5555555555554444";
    public static final String IS_DECLINED = "4000000000000002";
    public static final String NOT_TAKEN = "378282246310005";

    /// Another day than this machine's.
    public static final LocalDate TODAY = LocalDate.of(2029, 6, 15);

    private static final int MOST_ATTEMPTS = 4;
    private static final long ON_TOP = 177;

    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, CheckoutOrder> orders = new LinkedHashMap<>();
    private final Map<String, Payment> payments = new LinkedHashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final List<Runnable> watchers = new ArrayList<>();
    private @Nullable Choice lastChoice;
    private boolean lastPopup;

    /// Why this fake refuses, with the words of the real one.
    public enum Refused implements ErrorCode {
        PAYMENT_ORDER_UNKNOWN(Kind.NOT_FOUND),
        PAYMENT_UNKNOWN(Kind.NOT_FOUND),
        ACCESS_KEY_FORBIDDEN(Kind.FORBIDDEN),
        ORDER_NOT_PAYABLE(Kind.DECLINED),
        ATTEMPTS_USED_UP(Kind.DECLINED),
        CARD_REFUSED(Kind.DECLINED);

        private final Kind kind;

        Refused(Kind kind) {
            this.kind = kind;
        }

        @Override
        public Kind kind() {
            return kind;
        }

        @Override
        public String meaning() {
            return name();
        }
    }

    private static Refusal refused(Refused why) {
        return Refusal.of(why, "refused: " + why);
    }

    /// An order of 100 rupees.
    public synchronized CheckoutOrder newOrder(CheckoutOrder.Payer payer) {
        int number = count.incrementAndGet();
        CheckoutOrder order = new CheckoutOrder(
                "ORD174307426%04dVZuxB".formatted(number),
                "EK174307426%04dcheck".formatted(number),
                "RANDOMID" + number,
                "ACCESSKEY" + number,
                new CheckoutOrder.Merchant("Cobble Lane", "/logos/cobble.png", "#1f6feb", Set.of(SHOP)),
                10_000,
                OrderState.CREATED,
                true,
                Instant.parse("2026-11-23T10:00:00Z"),
                TODAY,
                URI.create(SHOP + "/back"),
                "Two pairs of shoes",
                Map.of("customParam1", "value"),
                payer,
                options(),
                Map.of("SC_CC_VISA", "1.50", "CF_NB_DEFAULT", "0"),
                new Rate(1800),
                Duration.ofMinutes(5),
                null);
        orders.put(order.orderId(), order);
        return order;
    }

    private static CheckoutOrder.Options options() {
        return new CheckoutOrder.Options(
                true,
                false,
                null,
                Map.of(
                        PaymentMode.CREDIT_CARD,
                        List.of(CardKind.Scheme.VISA, CardKind.Scheme.MASTERCARD, CardKind.Scheme.RUPAY),
                        PaymentMode.DEBIT_CARD,
                        List.of(CardKind.Scheme.RUPAY)),
                List.of(new Bank("HDFC", "HDFC Bank", true), new Bank("KVB", "Karur Vysya Bank", false)),
                List.of(new Wallet("PAYTM", "Paytm")),
                List.of(new Option("BNPL1", "SIMPL", "Simpl", 15)));
    }

    /// An order as the test wants it.
    public synchronized CheckoutOrder put(CheckoutOrder order) {
        orders.put(order.orderId(), order);
        List.copyOf(watchers).forEach(Runnable::run);
        return order;
    }

    /// What was called that changes something, in order.
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /// What was chosen last.
    public synchronized Choice choice() {
        if (lastChoice == null) {
            throw new IllegalStateException("nothing was chosen");
        }
        return lastChoice;
    }

    /// Whether the last payment's bank has a window of its own.
    public synchronized boolean popup() {
        return lastPopup;
    }

    /// What the bank says of a payment, whenever it likes.
    public synchronized Payment tell(String paymentId, PaymentState state) {
        Payment payment = move(known(paymentId), state, "the bank says " + state);
        if (state == PaymentState.SUCCESS) {
            CheckoutOrder order = fresh(payment.order());
            keep(order, new Changed(OrderState.PAID, false, order.payer(), paymentId));
        }
        return payment(paymentId);
    }

    /// Ends an order.
    public synchronized void close(CheckoutOrder order, OrderState state) {
        CheckoutOrder found = fresh(order);
        keep(found, new Changed(state, false, found.payer(), found.lastPayment()));
    }

    private record Changed(
            OrderState state,
            boolean attemptsLeft,
            CheckoutOrder.Payer payer,
            @Nullable String lastPayment) {}

    private CheckoutOrder keep(CheckoutOrder order, Changed changed) {
        CheckoutOrder kept = new CheckoutOrder(
                order.orderId(),
                order.checkoutId(),
                order.merchantOrderId(),
                order.accessKey(),
                order.merchant(),
                order.amountMinor(),
                changed.state(),
                changed.attemptsLeft(),
                order.endsAt(),
                order.today(),
                order.returnUrl(),
                order.description(),
                order.customParameters(),
                changed.payer(),
                order.options(),
                order.surcharges(),
                order.surchargeGst(),
                order.upiPatience(),
                changed.lastPayment());
        return put(kept);
    }

    private CheckoutOrder fresh(CheckoutOrder order) {
        CheckoutOrder found = orders.get(order.orderId());
        return found == null ? order : found;
    }

    @Override
    public synchronized CheckoutOrder find(String id) {
        Payment payment = payments.get(id);
        if (payment != null) {
            return fresh(payment.order());
        }
        return orders.values().stream()
                .filter(order ->
                        order.orderId().equals(id) || order.checkoutId().equals(id))
                .findFirst()
                .orElseThrow(() -> refused(Refused.PAYMENT_ORDER_UNKNOWN));
    }

    @Override
    public synchronized CheckoutOrder render(String id) {
        CheckoutOrder order = find(id);
        calls.add("render " + order.orderId());
        return order.state() == OrderState.CREATED
                ? keep(order, new Changed(OrderState.CHECKOUT_RENDERED, order.attemptsLeft(), order.payer(), null))
                : order;
    }

    @Override
    public synchronized CheckoutOrder saveContact(String id, String accessKey, Contact contact) {
        CheckoutOrder order = find(id);
        if (!order.accessKey().equals(accessKey)) {
            throw refused(Refused.ACCESS_KEY_FORBIDDEN);
        }
        CheckoutOrder.Payer payer = new CheckoutOrder.Payer(order.payer().name(), contact.mobile(), contact.email());
        return keep(order, new Changed(order.state(), order.attemptsLeft(), payer, order.lastPayment()));
    }

    @Override
    public synchronized Payment start(String id, Choice choice, boolean popup) {
        CheckoutOrder order = find(id);
        payable(order);
        lastChoice = choice;
        lastPopup = popup;
        calls.add("start " + choice.mode());
        return switch (choice) {
            case Choice.Bank bank -> begin(order, bank.mode(), visit(bank.bankCode()));
            case Choice.PayLater later -> begin(order, later.mode(), visit("lender"));
            case Choice.Vpa vpa -> begin(order, vpa.mode(), new NextStep.Await());
            case Choice.SavedCard saved -> begin(order, saved.mode(), visit("3ds"));
            case Choice.Card card -> card(order, card);
        };
    }

    private static NextStep visit(String where) {
        return new NextStep.Visit(URI.create("https://bank.example/" + where));
    }

    private Payment card(CheckoutOrder order, Choice.Card card) {
        CardKind kind = kindOf(card.number().value());
        if (kind == null || PaymentMode.of(kind.type()) != card.mode()) {
            throw refused(Refused.CARD_REFUSED);
        }
        if (!order.options().schemes().getOrDefault(card.mode(), List.of()).contains(kind.scheme())) {
            throw Refusal.of(Refused.CARD_REFUSED, "Card scheme type is invalid");
        }
        NextStep next = switch (card.number().value()) {
            case PAYS_AT_BANK -> visit("3ds");
            case WANTS_OTP -> new NextStep.GiveOtp("+91******3210");
            default -> new NextStep.Await();
        };
        Payment begun = begin(order, card.mode(), next);
        return switch (card.number().value()) {
            case PAYS_AT_ONCE -> tell(begun.id(), PaymentState.SUCCESS);
            case IS_DECLINED -> tell(begun.id(), PaymentState.FAILED);
            default -> begun;
        };
    }

    private static void payable(CheckoutOrder order) {
        if (!order.state().isPayable()) {
            throw refused(Refused.ORDER_NOT_PAYABLE);
        }
        if (!order.attemptsLeft()) {
            throw refused(Refused.ATTEMPTS_USED_UP);
        }
    }

    private Payment begin(CheckoutOrder order, PaymentMode mode, NextStep next) {
        long used = payments.values().stream()
                .filter(payment -> payment.order().orderId().equals(order.orderId()))
                .count();
        Payment payment = made(order, mode, PaymentState.PENDING_WITH_BANK, next);
        CheckoutOrder found = fresh(order);
        keep(found, new Changed(OrderState.ATTEMPTED, used + 1 < MOST_ATTEMPTS, found.payer(), payment.id()));
        return payment(payment.id());
    }

    private Payment made(CheckoutOrder order, PaymentMode mode, PaymentState state, NextStep next) {
        String id = "EK1743074262175pay%02d".formatted(count.incrementAndGet());
        Payment payment = new Payment(
                id,
                order,
                mode,
                state,
                mode == PaymentMode.CREDIT_CARD ? order.amountMinor() + ON_TOP : order.amountMinor(),
                next,
                mode == PaymentMode.UPI && state == PaymentState.CREATED
                        ? "upi://pay?pa=cobble@kosh&pn=Cobble%20Lane&tr=" + id + "&am=100.00&cu=INR&mode=04"
                        : null,
                "Waiting for the bank",
                null);
        payments.put(id, payment);
        return payment;
    }

    private Payment move(Payment payment, PaymentState state, String message) {
        Payment moved = new Payment(
                payment.id(),
                payment.order(),
                payment.mode(),
                state,
                payment.finalAmountMinor(),
                new NextStep.Await(),
                payment.upiLink(),
                message,
                null);
        payments.put(payment.id(), moved);
        List.copyOf(watchers).forEach(Runnable::run);
        return moved;
    }

    private Payment known(String paymentId) {
        Payment payment = payments.get(paymentId);
        if (payment == null) {
            throw refused(Refused.PAYMENT_UNKNOWN);
        }
        return payment;
    }

    @Override
    public synchronized Payment readyLink(String id) {
        CheckoutOrder order = find(id);
        payable(order);
        String ready = links.get(order.orderId());
        if (ready != null && known(ready).state().isOpen()) {
            return payment(ready);
        }
        Payment made = made(order, PaymentMode.UPI, PaymentState.CREATED, new NextStep.Await());
        links.put(order.orderId(), made.id());
        return payment(made.id());
    }

    @Override
    public synchronized Payment openLink(String paymentId, String app) {
        Payment payment = known(paymentId);
        calls.add("open " + app);
        if (payment.state() == PaymentState.CREATED) {
            move(payment, PaymentState.PENDING_WITH_BANK, "Waiting for the payer's app");
            CheckoutOrder found = fresh(payment.order());
            keep(found, new Changed(OrderState.ATTEMPTED, found.attemptsLeft(), found.payer(), paymentId));
        }
        return payment(paymentId);
    }

    @Override
    public synchronized Payment payment(String paymentId) {
        Payment payment = known(paymentId);
        return new Payment(
                payment.id(),
                fresh(payment.order()),
                payment.mode(),
                payment.state(),
                payment.finalAmountMinor(),
                payment.next(),
                payment.upiLink(),
                payment.message(),
                payment.receivedMinor());
    }

    @Override
    public synchronized Poll poll(String id) {
        CheckoutOrder order = find(id);
        String last = payments.containsKey(id) ? id : order.lastPayment();
        Payment payment = last == null ? null : payment(last);
        return new Poll(
                order.orderId(),
                order.state(),
                payment == null ? null : payment.state(),
                payment != null && payment.paysItsOrder(),
                payment == null ? "No payment has begun." : payment.message(),
                order.merchant().origins());
    }

    @Override
    public synchronized Map<String, String> result(String id) {
        CheckoutOrder order = find(id);
        return Map.of("orderId", order.orderId(), "orderStatus", order.state().name(), "checksum", "0f1e2d");
    }

    @Override
    public synchronized Coded giveOtp(String paymentId, Secret<String> otp) {
        known(paymentId);
        return otp.value().equals(OTP) ? new Coded.Taken(tell(paymentId, PaymentState.SUCCESS)) : new Coded.Wrong(2);
    }

    @Override
    public synchronized Payment resendOtp(String paymentId) {
        calls.add("resend");
        return payment(paymentId);
    }

    @Override
    public synchronized Payment expire(String paymentId, @Nullable String remark) {
        calls.add("expire " + remark);
        return ended(paymentId, PaymentState.FAILED);
    }

    @Override
    public synchronized Payment cancel(String paymentId, @Nullable String remark) {
        calls.add("cancel " + remark);
        return ended(paymentId, PaymentState.CANCELLED);
    }

    private Payment ended(String paymentId, PaymentState state) {
        Payment payment = known(paymentId);
        if (payment.state().isOpen()) {
            move(payment, state, "It was given up");
        }
        return payment(paymentId);
    }

    @Override
    public synchronized CheckoutOrder cancelOrder(String id, @Nullable String reason) {
        calls.add("cancel order " + reason);
        CheckoutOrder order = find(id);
        return order.state().isPayable()
                ? keep(order, new Changed(OrderState.CANCELLED, false, order.payer(), order.lastPayment()))
                : order;
    }

    @Override
    public @Nullable String payerName(String accessKey, String merchantOrderId, String vpa) {
        return vpa.startsWith("nobody") ? null : "Merlin Collins";
    }

    @Override
    public @Nullable CardKind kindOf(String digits) {
        return switch (digits.charAt(0)) {
            case '3' -> new CardKind(CardKind.Scheme.AMEX, CardKind.Type.CREDIT, "American Express");
            case '4' -> new CardKind(CardKind.Scheme.VISA, CardKind.Type.CREDIT, "HDFC Bank");
            case '5' -> new CardKind(CardKind.Scheme.MASTERCARD, CardKind.Type.CREDIT, "ICICI Bank");
            case '6' -> new CardKind(CardKind.Scheme.RUPAY, CardKind.Type.DEBIT, "State Bank of India");
            default -> null;
        };
    }

    @Override
    public synchronized Watch watch(String orderId, Runnable changed) {
        watchers.add(changed);
        return () -> {
            synchronized (this) {
                watchers.remove(changed);
            }
        };
    }

    /// How many pages listen.
    public synchronized int watched() {
        return watchers.size();
    }
}
