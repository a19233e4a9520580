package io.kosh.gateway.internal.checkout;

import static io.kosh.gateway.internal.checkout.Storefront.openWay;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.kosh.gateway.Checkout;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.CheckoutOrder.Merchant;
import io.kosh.gateway.CheckoutOrder.Options;
import io.kosh.gateway.CheckoutOrder.Payer;
import io.kosh.gateway.FakeCheckout;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentMode;
import io.kosh.kernel.Rate;
import io.kosh.rails.CardKind.Scheme;
import io.kosh.rails.NetBankingRail.Bank;
import io.kosh.rails.PayLaterRail.Option;
import io.kosh.rails.WalletRail.Wallet;
import io.kosh.testing.TestServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Orders of a merchant whose payments end as a test says, on a server of their own, and what payers do with pages.
final class HostedStage {
    static final FakeCheckout CHECKOUT = new FakeCheckout();
    static final Payer KNOWN = new Payer("Merlin Collins", "9876543210", "merlin@example.in");
    static final Payer UNKNOWN = new Payer(null, null, null);
    private static int orders;

    /// Started by the first test that needs it.
    private static final class Shared {
        static final TestServer SERVER = TestServer.start(
                Checkout.class,
                CHECKOUT,
                Map.of("kosh.data-dir", TestServer.dir("checkout-page").toString()));
    }

    private HostedStage() {}

    static TestServer server() {
        return Shared.SERVER;
    }

    static String origin() {
        return "http://" + server().uri("/").getAuthority();
    }

    static CheckoutOrder order(long amountMinor, String merchant, Payer payer) {
        orders++;
        return CHECKOUT.put(new CheckoutOrder(
                "ORD17430742621%02dVZuxB".formatted(orders),
                "EK17430742621%02dcheck".formatted(orders),
                "SHOES" + orders,
                "ACCESSKEY",
                new Merchant(merchant, null, "#f7c948", Set.of(origin(), FakeCheckout.SHOP)),
                amountMinor,
                OrderState.CREATED,
                true,
                Instant.parse("2030-11-23T10:00:00Z"),
                FakeCheckout.TODAY,
                URI.create(origin() + "/start-of-shop"),
                "Two pairs of shoes",
                Map.of(),
                payer,
                options(),
                Map.of("SC_CC_VISA", "10.00", "CF_NB_DEFAULT", "5.00", "CF_NB_HDFC", "0", "SC_CC_MASTERCARD", "12.50"),
                new Rate(1800),
                Duration.ofMinutes(5),
                null));
    }

    static Options options() {
        Stream<Bank> popular = Stream.of("HDFC Bank", "ICICI Bank", "State Bank of India", "Axis Bank")
                .map(name -> new Bank(name.substring(0, 4).strip().toUpperCase(java.util.Locale.ROOT), name, true));
        Stream<Bank> rest = IntStream.range(0, 36).mapToObj(i -> new Bank("B" + i, "Cooperative Bank No. " + i, false));
        return new Options(
                true,
                true,
                null,
                Map.of(
                        PaymentMode.CREDIT_CARD,
                        List.of(Scheme.VISA, Scheme.MASTERCARD, Scheme.RUPAY),
                        PaymentMode.DEBIT_CARD,
                        List.of(Scheme.values())),
                Stream.concat(rest, popular).toList(),
                List.of(new Wallet("PAYTM", "Paytm"), new Wallet("MOBIKWIK", "MobiKwik")),
                List.of(new Option("BNPL1", "SIMPL", "Simpl", 15), new Option("BNPL2", "LAZYPAY", "LazyPay", 30)));
    }

    static CheckoutOrder ordinary() {
        return order(100_000, "Cobble Lane Shoes", KNOWN);
    }

    static Page go(BrowserContext context, CheckoutOrder order) {
        return go(context.newPage(), "/v1/pay/" + order.orderId());
    }

    static Page go(Page page, String path) {
        page.navigate(server().uri(path).toString());
        return page;
    }

    static void typeCard(Page page, String number) {
        openWay(page, "card");
        page.getByLabel("Card number").pressSequentially(number);
        page.getByLabel("Valid until").pressSequentially("930");
        page.getByLabel("CVV").fill("123");
        page.getByLabel("Name on the card").fill("MERLIN COLLINS");
    }

    static String payment(CheckoutOrder order) {
        String last = CHECKOUT.find(order.orderId()).lastPayment();
        if (last == null) {
            throw new AssertionError("no payment was begun");
        }
        return last;
    }

    static long begun() {
        return CHECKOUT.calls().stream()
                .filter(call -> call.startsWith("start "))
                .count();
    }
}
