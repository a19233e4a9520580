package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.acceptance.Api.Reply;
import io.kosh.acceptance.World.Company;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The documented requests of cards, orders and the payment gateway, sent to the running server with ids of a company
/// of their own in the documented ones' places.
@ExtendWith(Acceptance.class)
class DocumentedRequestsTest {
    private static final String CARD = "enKashCardId";
    private static final String ACCOUNT = "cardAccountId";
    private static final String COMPANY = "companyId";

    private final Set<String> sent = new TreeSet<>();

    @Test
    void eachIsAnsweredAsDocumented(World world) {
        Company company = world.company(1);

        points(company);
        card(world, company, made(company));
        orders(world.login(world.demo().required("redemption")));
        gateway(Merchant.of(world));

        assertThat(sent).isEqualTo(new TreeSet<>(DocumentedRequest.names()));
    }

    private Reply send(Api api, String name, Map<String, Object> ours) {
        return send(api, name, Map.of(), ours);
    }

    private Reply send(Api api, String name, Map<String, String> ids, Map<String, Object> ours) {
        DocumentedRequest request = DocumentedRequest.of(name);
        sent.add(name);
        return request.answered(api.send(request.method(), request.path(ids), request.body(ours)));
    }

    private String account(Company company, String type, long funds) {
        String account = send(
                        company.api(),
                        "cards.create-card-account",
                        Map.of(
                                COMPANY,
                                company.id(),
                                "userId",
                                company.user(),
                                "mobile",
                                "9000000003",
                                "accountTitle",
                                type,
                                "accountType",
                                type))
                .text("payload.cardAccountId");
        company.api()
                .post("/api/v1/card-accounts/" + account + "/fundings", Json.object("amount", funds, "reference", type))
                .expect(201);
        return account;
    }

    private void points(Company company) {
        Api api = company.api();
        String account = account(company, "EMPLOYEE_REWARDS", 500);
        Reply bulk = send(
                api, "loyalty.bulk-create-allocate-rewards", Map.of(COMPANY, company.id(), ACCOUNT, account), Map.of());
        String item = "payload.successBulkEnKashCardCreateDTOs.0.";
        assertThat(bulk.number(item + "loadAmount")).isEqualTo(100);

        Reply one = send(
                api,
                "cards.transactions",
                Map.ofEntries(
                        Map.entry(COMPANY, company.id()),
                        Map.entry("companyName", "anay meal"),
                        Map.entry("cardHolderName", "Ravi"),
                        Map.entry("userId", bulk.text(item + "userId")),
                        Map.entry(ACCOUNT, account),
                        Map.entry(CARD, bulk.text(item + CARD)),
                        Map.entry("enKashTransactionIds", Set.of(bulk.text(item + "enkashCardTxnId"))),
                        Map.entry("enKashTransactionId", bulk.text(item + "enkashCardTxnId")),
                        Map.entry("cardTransactionType", "CR"),
                        Map.entry("amountTo", 100),
                        Map.entry("pgReferenceNumbers", Set.of("test123457")),
                        Map.entry("pgReferenceNumber", "test123457")));
        assertThat(one.number("payload.recordsCount")).isEqualTo(1);
        assertThat(one.text("payload.data.0.pgReferenceNumber")).isEqualTo("test123457");
    }

    /// A card with the ids by which requests name it.
    private record Issued(String company, String account, String card) {
        Map<String, Object> fields() {
            return Map.of(COMPANY, company, ACCOUNT, account, CARD, card);
        }
    }

    private Issued made(Company company) {
        String account = account(company, "RELOADABLE_GPR", 100);
        Reply card = send(
                company.api(),
                "cards.create-card",
                Map.of(COMPANY, company.id(), ACCOUNT, account, "physicalCard", false));
        assertThat(card.text("payload.cardStatus.name")).isEqualTo("UL");
        return new Issued(company.id(), account, card.text("payload.enKashCardId"));
    }

    private void card(World world, Company company, Issued card) {
        Api api = company.api();
        Map<String, Object> account = Map.of(COMPANY, company.id(), ACCOUNT, card.account());
        assertThat(send(api, "cards.card-balance", account).number("payload.availableCardBalance"))
                .isEqualTo(10);
        assertThat(send(api, "cards.physical", card.fields()).text("payload.physicalCardStatus"))
                .isEqualTo("ORDERED");
        for (String look : Set.of("view", "view-cvv")) {
            String action = look.equals("view") ? "VIEW_CARD" : "VIEW_CVV";
            Reply shown =
                    send(api, look.equals("view") ? "cards.view-card" : "cards.view-cvv", coded(api, card, action));
            assertThat(shown.text("payload.viewLink")).startsWith("http");
        }
        assertThat(send(api, "cards.block", coded(api, card, "BLOCK_CARD")).text("payload"))
                .isEqualTo("Success");
        assertThat(state(api, card)).isEqualTo("L");
        Map<String, Object> replaced = Json.object(ACCOUNT, card.account(), CARD, card.card());
        replaced.putAll(code(api, card, "REPLACE_CARD"));
        send(api, "cards.replace", replaced);
        assertThat(state(api, card)).isEqualTo("UL");
        world.assertBooksBalance();
    }

    private static String state(Api api, Issued card) {
        return api.post("/api/v0/partner/enKashCard/search", card.fields())
                .expect(200)
                .text("payload.data.0.cardStatus.name");
    }

    private Map<String, Object> coded(Api api, Issued card, String action) {
        Map<String, Object> all = Json.object();
        all.putAll(card.fields());
        all.putAll(code(api, card, action));
        return all;
    }

    /// A code of the holder for one action.
    private Map<String, Object> code(Api api, Issued card, String action) {
        api.send("DELETE", "/sandbox/inbox", null).expect(200);
        String request = send(
                        api, "cards.otp", Map.of("cardOtpAction", action, ACCOUNT, card.account(), CARD, card.card()))
                .text("payload.otpRequestId");
        Reply mail =
                Merchant.await(() -> api.get("/sandbox/inbox?channel=SMS").expect(200), "items.0.kind", List.of("otp"));
        return Map.of("otpRequestId", request, "otp", mail.text("items.0.otp"));
    }

    private void orders(Api holder) {
        Reply brands = send(holder, "loyalty.search-catalog", Map.of());
        assertThat(brands.at("payload.data")).isNotEmpty();
        for (String name : Set.of("loyalty.create-order", "loyalty.create-order-p4")) {
            String reference = World.unique("DOC");
            Reply made = send(
                    holder,
                    name,
                    Map.of(
                            "denomination",
                            100,
                            "orderReferenceId",
                            reference,
                            "productCatalogId",
                            "PC7324536190LULHL",
                            "quantity",
                            1));
            assertThat(made.text("payload.orderId")).matches("OR[A-Z0-9]+");
            Reply found = send(
                    holder,
                    "loyalty.order-search",
                    Map.of("aggregator", "REWARD_STORE", COMPANY, "CEK1PU9AOO", "ekUserId", "EK8IHN4B"));
            assertThat(found.text("payload.data.0.partnerOrderReferenceId")).isEqualTo(reference);
        }
    }

    private Reply merchant(Merchant shop, String name, Map<String, String> ids, Map<String, Object> ours) {
        DocumentedRequest request = DocumentedRequest.of(name);
        sent.add(name);
        return request.answered(shop.call(request.method(), request.path(ids), request.body(ours)));
    }

    private void gateway(Merchant shop) {
        String key = shop.company().clientId();
        send(
                shop.world().nobody(),
                "payment-gateway.get-authorization-token",
                Map.of("accessKey", key, "secretKey", shop.company().clientSecret()));
        assertThat(merchant(shop, "payment-gateway.payment-modes-details", Map.of(), Map.of())
                        .at("payload"))
                .isNotEmpty();
        // The addresses of the example are not ours to call.
        Map<String, Object> addresses =
                Map.of("returnUrl", "https://shop.example.com/", "notifyUrl", "https://shop.example.com/notify");
        String order = merchant(shop, "payment-gateway.create-order", Map.of(), addresses)
                .text("payload.orderId");
        assertThat(merchant(shop, "payment-gateway.get-order-status", Map.of("orderId", order), Map.of())
                        .text("payload.orderId"))
                .isEqualTo(order);
        Map<String, Object> vpa =
                Map.of("merchantOrderId", "RANDOMID123", "merchantIdentifierKey", key, "vpa", "success@kosh");
        assertThat(merchant(shop, "payment-gateway.verify-vpa", Map.of(), vpa).text("payload.name"))
                .isNotBlank();
        checkout(shop, order);
        paid(shop, order);
    }

    private void checkout(Merchant shop, String order) {
        String checkout =
                shop.world().nobody().get("/pay/checkout/" + order).expect(200).text("payload.transactionId");
        Map<String, String> typed = Map.of("bin", "4111111111", "transactionId", checkout);
        assertThat(merchant(shop, "payment-gateway.bin-details", typed, Map.of())
                        .text("payload.cardSchemeType"))
                .isEqualTo("VISA");
        String code = merchant(shop, "payment-gateway.get-dynamic-upi-qr", Map.of("orderId", order), Map.of())
                .text("payload.ekPayId");
        assertThat(merchant(shop, "payment-gateway.get-upi-transaction-status", Map.of("transactionId", code), Map.of())
                        .text("payload.status"))
                .isEqualTo("PROCESS");
    }

    /// The documented card has run out since, and the bank of the example wants its customer to sign in.
    private void paid(Merchant shop, String order) {
        Map<String, Object> card = Map.of("orderId", order, "expiry", "12/31");
        assertThat(merchant(shop, "payment-gateway.submit-payment", Map.of(), card)
                        .text("payload.redirectionUrl"))
                .startsWith("http");
        Map<String, Object> bank = Map.of("orderId", order, "paymentMode", "NET_BANKING", "bankCode", "KVB");
        String payment =
                merchant(shop, "payment-gateway.submit-payment", Map.of(), bank).text("payload.transactionId");
        shop.awaitTransaction(payment, "SUCCESS");
        Map<String, String> ofPayment = Map.of("transactionId", payment);
        assertThat(merchant(shop, "payment-gateway.get-transaction-status", ofPayment, Map.of())
                        .text("payload.transactionId"))
                .isEqualTo(payment);
        shop.recharge("500", "documented");
        assertThat(merchant(shop, "payment-gateway.refund", ofPayment, Map.of()).text("payload.paymentMode"))
                .isEqualTo("NET_BANKING");
        assertThat(merchant(shop, "payment-gateway.refund-enquiry", Map.of(), Map.of())
                        .at("payload"))
                .hasSize(1);
        shop.assertConserved();
    }
}
