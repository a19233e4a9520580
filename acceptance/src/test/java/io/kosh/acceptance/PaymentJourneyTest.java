package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.acceptance.Api.Reply;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// An order becomes money, over HTTP, with the sandbox's acquirer on the other side. Each journey ends with an audit of
/// the books and the gateway's own look at what payers paid.
@ExtendWith(Acceptance.class)
class PaymentJourneyTest {
    /// A test card of RuPay for which the merchant's page asks for a code.
    private static final String CODE_CARD = "6074890003000009";
    /// Credit cards of Visa: paid at once, and paid a little later.
    private static final String QUICK_CARD = "4111110001000004";

    private static final String SLOW_CARD = "4111110008000007";
    private static final int RACING = 32;

    @Test
    void aPaymentByUpiPaysItsOrderLessTheFee(World world) {
        Merchant shop = Merchant.of(world);
        String order = shop.order("first", "100.00");

        String payment = shop.pay(order, "success@kosh");

        shop.awaitOrder(order, "PAID");
        Reply paid = shop.awaitTransaction(payment, "SUCCESS");
        assertThat(paid.text("payload.bankTransactionId")).matches("[0-9]{12}");
        assertThat(paid.text("payload.uniqueTransactionId")).isEqualTo("first");
        assertThat(shop.balance("atRail")).isEqualByComparingTo("100");
        assertThat(shop.balance("settleable").add(shop.balance("fees")).add(shop.balance("gst")))
                .isEqualByComparingTo("100");
        shop.assertConserved();
    }

    @Test
    void aDeclinedPaymentIsTriedAgain(World world) {
        Merchant shop = Merchant.of(world);
        String order = shop.order("retry", "250");
        String failed = shop.pay(order, "nofunds@kosh");
        assertThat(shop.awaitTransaction(failed, "FAILED").text("payload.errorCode"))
                .isEqualTo("Z9");
        assertThat(shop.orderNow(order).text("payload.status")).isEqualTo("ATTEMPTED");

        shop.pay(order, "success@kosh");

        shop.awaitOrder(order, "PAID");
        assertThat(shop.orderNow(order).at("payload.transactions")).hasSize(2);
        shop.assertConserved();
    }

    @Test
    void aBankPaysAndAnOrderIsToldByEachOfItsIds(World world) {
        Merchant shop = Merchant.of(world);
        String order = shop.order("bank", "75.50");

        shop.submit(order, "paymentMode", "NET_BANKING", "bankCode", "KVB").expect(200);

        shop.awaitOrder(order, "PAID");
        assertThat(shop.call("GET", "/api/v0/orders/merchant-order-id/bank", null)
                        .expect(200)
                        .text("payload.orderId"))
                .isEqualTo(order);
        assertThat(shop.call("POST", "/api/v0/orders/search", Json.object("merchantOrderId", "bank"))
                        .expect(200)
                        .number("payload.recordsCount"))
                .isEqualTo(1);
        shop.assertConserved();
    }

    @Test
    void aCardIsPaidWithTheCodeThatItsBankSent(World world) {
        Merchant shop = Merchant.of(world);
        String order = shop.order("card", "499");
        Reply begun = shop.submit(
                        order,
                        "paymentMode",
                        "DEBIT_CARD",
                        "cardNumber",
                        CODE_CARD,
                        "cvv",
                        "123",
                        "expiry",
                        "12/31",
                        "cardHolderName",
                        "Merlin Collins")
                .expect(200);
        assertThat(begun.at("payload.renderOtpPage").asBoolean()).isTrue();
        assertThat(begun.body()).doesNotContain(CODE_CARD);
        String payment = begun.text("payload.transactionId");

        Reply wrong = world.nobody().post("/pay/otp/validate", Json.object("ekPayId", payment, "otp", "000000"));
        assertThat(wrong.status()).as(wrong.toString()).isEqualTo(422);
        Reply right = world.nobody()
                .post("/pay/otp/validate", Json.object("ekPayId", payment, "otp", "123456"))
                .expect(200);

        assertThat(right.text("payload.amount")).isEqualTo("499.00");
        shop.awaitOrder(order, "PAID");
        assertThat(shop.transaction(payment).text("payload.maskedCardNumber")).endsWith("0009");
        shop.assertConserved();
    }

    @Test
    void aWalletAndALenderPay(World world) {
        Merchant shop = Merchant.of(world);
        String wallet = shop.order("wallet", "20");
        String later = shop.order("later", "2000");

        shop.submit(wallet, "paymentMode", "WALLET", "bankCode", "FREECHARGE").expect(200);
        JsonNode options = shop.call("GET", "/api/v0/orders/" + later + "/bnpl-payment-options", null)
                .expect(200)
                .at("payload");
        assertThat(options).isNotEmpty();
        shop.submit(later, "paymentMode", "PAY_LATER", "bnplPaymentOptionId", "OLAPOSTPAID15")
                .expect(200);

        shop.awaitOrder(wallet, "PAID");
        shop.awaitOrder(later, "PAID");
        shop.assertConserved();
    }

    @Test
    void whatIsPaidSecondGoesBackByItself(World world) {
        Merchant shop = Merchant.of(world);
        String order = shop.order("twice", "60");
        String slow = shop.pay(order, "slow@kosh");
        String quick = shop.pay(order, "success@kosh");

        shop.awaitTransaction(quick, "SUCCESS");
        shop.awaitTransaction(slow, "REFUNDED");

        assertThat(shop.orderNow(order).text("payload.status")).isEqualTo("PAID");
        assertThat(shop.transaction(slow).at("payload.late").asBoolean()).isTrue();
        assertThat(shop.balance("unapplied")).isZero();
        assertThat(shop.balance("atRail")).isEqualByComparingTo("60");
        JsonNode refunds =
                shop.company().api().get("/api/v1/gateway/refunds").expect(200).at("items");
        assertThat(refunds).hasSize(1);
        assertThat(World.text(refunds.get(0), "cause")).isEqualTo("SECOND_PAYMENT");
        shop.assertConserved();
    }

    @Test
    void aBankThatPaysAfterAllPaysTheOrderLate(World world) {
        Merchant shop = Merchant.of(world);
        String order = shop.order("late", "80");

        String payment = shop.pay(order, "late@kosh");

        shop.awaitTransaction(payment, "SUCCESS");
        assertThat(shop.transaction(payment).at("payload.late").asBoolean()).isTrue();
        shop.awaitOrder(order, "PAID");
        shop.assertConserved();
    }

    @Test
    void aMerchantGivesBackInPartsAndNeverMoreThanWasPaid(World world) {
        Merchant shop = Merchant.of(world);
        String order = shop.order("refund", "300");
        String payment = shop.pay(order, "success@kosh");
        shop.awaitTransaction(payment, "SUCCESS");
        Reply poor = shop.refund(payment, "100", "r-0");
        assertThat(poor.status()).as(poor.toString()).isEqualTo(422);
        shop.recharge("1000", "funds");

        shop.refund(payment, "100", "r-1").expect(200);
        shop.refund(payment, "100", "r-1").expect(200);
        shop.awaitRefund("r-1", "SUCCESS");
        shop.awaitTransaction(payment, "PARTIALLY_REFUNDED");
        assertThat(shop.refund(payment, "200.01", "r-2").status()).isEqualTo(422);
        assertThat(shop.refund(payment, "50", "r-1").status()).isEqualTo(409);
        shop.refund(payment, "200", "r-3").expect(200);
        shop.awaitRefund("r-3", "SUCCESS");

        shop.awaitTransaction(payment, "REFUNDED");
        assertThat(shop.company().api().get("/api/v1/gateway/refund-balance").text("available"))
                .satisfies(left -> assertThat(new BigDecimal(left)).isEqualByComparingTo("700"));
        shop.assertConserved();
    }

    @Test
    void anOrderThatExpiredTakesNoPayment(World world) {
        Merchant shop = Merchant.of(world);
        String idle = shop.order("idle", "40");
        String open = shop.order("open", "40");
        String pending = shop.pay(open, "pending@kosh");

        shop.company()
                .api()
                .post("/sandbox/clock", Json.object("advance", "P2D"))
                .expect(200);

        shop.awaitOrder(idle, "EXPIRED");
        shop.awaitTransaction(pending, "FAILED");
        Reply refused = shop.submit(idle, "paymentMode", "UPI", "vpa", "success@kosh");
        assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
        shop.assertConserved();
    }

    @Test
    void aPayerGivesAnOrderUp(World world) {
        Merchant shop = Merchant.of(world);
        String order = shop.order("cancelled", "40");
        String checkout =
                world.nobody().get("/pay/checkout/" + order).expect(200).text("payload.transactionId");

        world.nobody()
                .patch(
                        "/pay/charge/order/cancel",
                        Json.object("transactionId", checkout, "reason", "customer_cancelled"))
                .expect(200);

        assertThat(shop.orderNow(order).text("payload.status")).isEqualTo("CANCELLED");
        assertThat(shop.submit(order, "paymentMode", "UPI", "vpa", "success@kosh")
                        .status())
                .isEqualTo(422);
        shop.assertConserved();
    }

    @Test
    void thirtyTwoPayAtOnceAndOneCounts(World world) {
        Merchant shop = Merchant.of(world);
        shop.company()
                .api()
                .send("PUT", "/api/v1/gateway/settings", Json.object("maxAttempts", 50))
                .expect(200);
        String order = shop.order("race", "10");
        // The bank is at work for longer than all of them take to begin: none comes too late to race.
        List<Callable<Reply>> tries =
                Collections.nCopies(RACING, () -> shop.submit(order, "paymentMode", "UPI", "vpa", "slow@kosh"));
        List<String> payments = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reply> each : threads.invokeAll(tries)) {
                payments.add(each.get().expect(200).text("payload.transactionId"));
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }

        shop.awaitOrder(order, "PAID");
        for (String payment : payments) {
            if (shop.awaitTransaction(payment, "SUCCESS", "REFUNDED")
                    .at("payload.late")
                    .asBoolean()) {
                shop.awaitTransaction(payment, "REFUNDED");
            }
        }
        assertThat(payments).doesNotHaveDuplicates().hasSize(RACING);
        assertThat(payments.stream()
                        .map(payment -> shop.transaction(payment).text("payload.status"))
                        .sorted())
                .startsWith("REFUNDED")
                .endsWith("SUCCESS")
                .containsOnlyOnce("SUCCESS");
        assertThat(shop.balance("atRail")).isEqualByComparingTo("10");
        assertThat(shop.balance("unapplied")).isZero();
        shop.assertConserved();
    }

    /// A payment of which a scenario spoils what the acquirer tells.
    private record Spoiled(String scenario, Merchant shop, String order, String payment) {
        static Spoiled begin(World world, String scenario) {
            Merchant shop = Merchant.of(world);
            shop.company()
                    .api()
                    .post(
                            "/sandbox/scenarios",
                            Json.object(
                                    "scenario",
                                    scenario,
                                    "rail",
                                    "acquirer-callback",
                                    "field",
                                    "status",
                                    "value",
                                    scenario.equals("callback-reorder") ? "AUTHORISED" : "PAID"))
                    .expect(201);
            // By the end of its amount it is authorised first and paid later: two callbacks, one of them spoiled.
            String order = shop.order(scenario, "199.09");
            return new Spoiled(scenario, shop, order, shop.pay(order, "asha@okaxis"));
        }
    }

    /// Whatever becomes of what the acquirer tells by itself, each payment counts once.
    @Test
    void callbacksThatComeLateTwiceOutOfOrderWronglySignedOrNeverPayOnce(World world) {
        List<Spoiled> payments = Stream.of(
                        "callback-delay",
                        "callback-duplicate",
                        "callback-reorder",
                        "callback-bad-signature",
                        "callback-lost")
                .map(scenario -> Spoiled.begin(world, scenario))
                .toList();

        for (Spoiled each : payments) {
            Merchant shop = each.shop();
            shop.awaitOrder(each.order(), "PAID");
            shop.awaitTransaction(each.payment(), "SUCCESS");
            Merchant.await(
                    () -> shop.company().api().get("/sandbox/scenarios").expect(200), "items.0.used", List.of("1"));
            assertThat(shop.balance("atRail")).as(each.scenario()).isEqualByComparingTo("199.09");
            assertThat(shop.balance("unapplied")).as(each.scenario()).isZero();
            shop.assertConserved();
        }
    }

    /// 2 % on credit cards, with 18 % tax: 1000 rupees cost their payer 1023.60.
    private static Merchant withSurcharge(World world) {
        Merchant shop = Merchant.of(world);
        shop.company()
                .api()
                .post(
                        "/api/v1/gateway/fees",
                        Json.object("sort", "SC", "mode", "CREDIT_CARD", "percent", "2", "source", "journey"))
                .expect(201);
        return shop;
    }

    private static String payByCredit(Merchant shop, String order, String card) {
        return shop.submit(
                        order,
                        "paymentMode",
                        "CREDIT_CARD",
                        "cardNumber",
                        card,
                        "cvv",
                        "123",
                        "expiry",
                        "12/31",
                        "cardHolderName",
                        "Merlin Collins")
                .expect(200)
                .text("payload.transactionId");
    }

    @Test
    void whatAPayerPaidOnTopStaysWhenAPartGoesBack(World world) {
        Merchant shop = withSurcharge(world);
        shop.recharge("1000", "funds");
        String order = shop.order("surcharge", "1000");

        String payment = payByCredit(shop, order, QUICK_CARD);

        shop.awaitOrder(order, "PAID");
        shop.awaitTransaction(payment, "SUCCESS");
        assertThat(shop.balance("atRail")).isEqualByComparingTo("1023.60");
        assertThat(shop.balance("surcharges")).isEqualByComparingTo("20");
        shop.assertConserved();
        assertThat(shop.refund(payment, "1000.01", "r-0").status()).isEqualTo(422);
        shop.refund(payment, "400", "r-1").expect(200);
        shop.awaitRefund("r-1", "SUCCESS");
        shop.awaitTransaction(payment, "PARTIALLY_REFUNDED");
        assertThat(shop.balance("atRail")).isEqualByComparingTo("623.60");
        assertThat(shop.balance("surcharges")).isEqualByComparingTo("20");
        shop.assertConserved();
    }

    @Test
    void whatABankPaysForACancelledOrderGoesBackWithWhatWasOnTop(World world) {
        Merchant shop = withSurcharge(world);
        String order = shop.order("too-late", "1000");
        String payment = payByCredit(shop, order, SLOW_CARD);
        String checkout =
                world.nobody().get("/pay/checkout/" + order).expect(200).text("payload.transactionId");
        world.nobody()
                .patch(
                        "/pay/charge/order/cancel",
                        Json.object("transactionId", checkout, "reason", "customer_cancelled"))
                .expect(200);

        shop.awaitTransaction(payment, "REFUNDED");

        assertThat(shop.transaction(payment).at("payload.late").asBoolean()).isTrue();
        assertThat(shop.orderNow(order).text("payload.status")).isEqualTo("CANCELLED");
        JsonNode refunds =
                shop.company().api().get("/api/v1/gateway/refunds").expect(200).at("items");
        assertThat(refunds).hasSize(1);
        assertThat(World.text(refunds.get(0), "cause")).isEqualTo("ORDER_CLOSED");
        assertThat(new BigDecimal(World.text(refunds.get(0), "amount"))).isEqualByComparingTo("1023.60");
        for (String figure : List.of("atRail", "settleable", "surcharges", "fees", "gst", "unapplied")) {
            assertThat(shop.balance(figure)).as(figure).isZero();
        }
        shop.assertConserved();
    }

    @Test
    void theMerchantIsToldAtTheOrdersAddressInTheDocumentedShape(World world) {
        Merchant shop = Merchant.of(world);
        Reply hook = shop.company()
                .api()
                .post("/sandbox/hooks", Json.object("label", "shop"))
                .expect(201);
        String order = shop.order("told", "30", Map.of("notifyUrl", hook.text("url")));

        String payment = shop.pay(order, "success@kosh");
        shop.awaitTransaction(payment, "SUCCESS");

        Reply told = Merchant.await(
                () -> shop.company()
                        .api()
                        .get("/sandbox/hooks/" + hook.text("hookId") + "/received")
                        .expect(200),
                "items.0.method",
                List.of("POST"));
        JsonNode body = Json.parse(told.text("items.0.body"));
        assertThat(body.propertyNames())
                .contains(
                        "surcharge",
                        "surchargeGst",
                        "amount",
                        "finalAmount",
                        "paymentMode",
                        "bankCode",
                        "bankName",
                        "cardScheme",
                        "currency",
                        "checksum",
                        "status",
                        "transactionId",
                        "txnMsg",
                        "txnDate",
                        "uniqueTransactionId",
                        "maskedCardNumber",
                        "cardHolderName",
                        "paymentToken",
                        "bankTransactionId",
                        "mdr",
                        "mdrGst",
                        "transactionAmount",
                        "orderId",
                        "orderStatus",
                        "transactionStatus");
        assertThat(World.text(body, "transactionId")).isEqualTo(payment);
        shop.assertConserved();
    }

    @Test
    void aTokenThatDoesNotCountIsAnsweredAsClientsExpect(World world) {
        Merchant shop = Merchant.of(world);
        Merchant stale = new Merchant(world, shop.company(), "stale");

        Reply refused = stale.call("GET", "/api/v0/orders/ORD1", null).expect(401);

        assertThat(refused.number("response_code")).isEqualTo(117);
        assertThat(refused.text("payload")).isEqualTo("Token is invalid.");
    }
}
