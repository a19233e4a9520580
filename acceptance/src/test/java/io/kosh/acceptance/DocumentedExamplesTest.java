package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.acceptance.Api.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Each documented example of the coin calls, of points and of card security, sent as it stands and answered as
/// documented.
@ExtendWith(Acceptance.class)
class DocumentedExamplesTest {
    @Test
    void authentication(World world) {
        JsonNode documented = world.demo().required("documented");
        assertThat(World.text(documented, "username")).isEqualTo("9000000001");
        assertThat(World.text(documented, "password")).isEqualTo("Test@1234567");
        assertThat(World.text(documented, "companyId")).isEqualTo("CEK1GZBO6A");

        Reply reply = world.grant(documented).expect(200);

        assertThat(reply.json().propertyNames())
                .containsExactlyInAnyOrder("access_token", "token_type", "refresh_token", "expires_in", "scope");
        assertThat(reply.text("token_type")).isEqualTo("bearer");
        assertThat(reply.number("expires_in")).isEqualTo(86_399);
        assertThat(reply.text("scope")).isEqualTo("read write trust");
        assertThat(reply.text("access_token")).matches("[A-Za-z0-9_-]{20,}");
        assertThat(reply.text("refresh_token")).isNotEqualTo(reply.text("access_token"));
    }

    @Test
    void createEvent(World world) {
        Api platform = world.login(world.demo().required("platform"));

        Reply created = platform.post("/api/v0/enkash-coins/create-coins-config", """
                {"configuration": "DEFAULT", "companyId": "CEKEKCARDS", "event": "MEAL_CARD_PAYMENT", "amount": 6}""");

        created.expect(200);
        String id = created.text("payload.coinConfigId");
        assertThat(id).matches("WCC\\d+");
        assertThat(created.json()).isEqualTo(Json.parse(success("""
                {"coinConfigId": "%s", "configuration": "DEFAULT", "event": "MEAL_CARD_PAYMENT", "amount": 6}""".formatted(id))));
        // Makes room for the next run against the same server.
        platform.post("/api/v1/coins/events/" + id + "/deactivate", null).expect(200);
    }

    @Test
    void getEvent(World world) {
        Reply found = world.login(world.demo()).get("/api/v0/enkash-coins/WCC12345");

        assertThat(found.expect(200).json()).isEqualTo(Json.parse(success("""
                {"coinConfigId": "WCC12345", "configuration": "DEFAULT", "event": "REFERRAL_EVENT", "amount": 25}""")));
    }

    @Test
    void updateEvent(World world) {
        Reply updated = world.login(world.demo().required("platform")).patch("/api/v0/enkash-coins/WCC024845", """
                {"amount": 10, "configuration": "DEFAULT"}""");

        assertThat(updated.expect(200).json()).isEqualTo(Json.parse(success("""
                {"coinConfigId": "WCC024845", "configuration": "DEFAULT", "event": "INVOICE_PAYMENT", "amount": 10}""")));
    }

    @Test
    void allocateCoins(World world) {
        Api demo = world.login(world.demo());
        String example = """
                {"companyId": "CEK0TCW2W8", "event": "REFERRAL_EVENT", "requestId": "COIN_REQ1234567",
                 "userId": "EKQZVMQK"}""";

        Reply first = demo.post("/api/v0/enkash-coins/allocate-coin", example);
        long balance = demo.get("/api/v0/coins/balance?userId=EKQZVMQK").number("payload");
        Reply second = demo.post("/api/v0/enkash-coins/allocate-coin", example);

        assertThat(first.expect(200).json())
                .isEqualTo(Json.parse(success("\"Successfully allocated enkash Coins\"")))
                .isEqualTo(second.expect(200).json());
        assertThat(demo.get("/api/v0/coins/balance?userId=EKQZVMQK").number("payload"))
                .isEqualTo(balance)
                .isEqualTo(25);
    }

    @Test
    void getBalance(World world) {
        Reply balance = world.login(world.demo()).get("/api/v0/coins/balance?userId=EK6CYE6K");

        assertThat(balance.expect(200).json()).isEqualTo(Json.parse(success("0")));
    }

    @Test
    void createAndAllocatePoints(World world) {
        Api rewards = world.login(world.demo().required("rewards"));
        String example = """
                {"companyId": "CEK1PU9AOO", "cardAccountId": "CAQL8YCV3", "transactionCode": "ALLOCATION",
                 "transactionType": "CR", "type": "ALLOCATE_POINT", "email": "asha@example.com",
                 "mobile": "9600098867", "title": "Mr", "firstName": "Asha", "gender": "M", "loadAmount": 11,
                 "uniqueReferenceNum": "TEST234236"}""";

        Reply first = rewards.post("/api/v0/partner/enKashCard/create-allocate-points", example);
        Reply second = rewards.post(
                "/api/v0/partner/enKashCard/points/allocate",
                example.replace("uniqueReferenceNum", "uniqueReferenceNumber"));

        assertThat(first.expect(200).json()).isEqualTo(second.expect(200).json());
        assertThat(first.number("code")).isZero();
        assertThat(first.text("payload.maskedNumber")).isEqualTo("XXXX XXXX XXXX 8867");
        assertThat(first.number("payload.otbBalance")).isEqualTo(11);
        assertThat(first.text("payload.pgReferenceNumber")).isEqualTo("TEST234236");
    }

    @Test
    void rewardAccountDetails(World world) {
        Reply account = world.login(world.demo().required("rewards"))
                .post("/api/v0/partner/enKashCard/cardAccount/get", """
                        {"cardAccountId": "CAQL8YCV3", "companyId": "CEK1PU9AOO"}""")
                .expect(200);

        assertThat(account.number("response_code")).isZero();
        assertThat(account.text("payload.primaryEnKashCard.enKashCardId")).isEqualTo("EKCDM5AVZY");
        assertThat(account.number("payload.usedCreditLimit"))
                .isEqualTo(
                        -(account.number("payload.availableBalance") + account.number("payload.availableCardBalance")));
    }

    @Test
    void userCardDetails(World world) {
        Reply found = world.login(world.demo().required("rewards")).post("/api/v0/partner/enKashCard/search", """
                {"cardAccountId": "CAQL8YCV3", "companyId": "CEK1PU9AOO", "enKashCardId": "EKC9MKS5RM"}""");

        assertThat(found.expect(200).number("payload.recordsCount")).isEqualTo(1);
        JsonNode card = found.at("payload.data").get(0);
        assertThat(World.text(card, "userId")).isEqualTo("EKPDC37K");
        assertThat(World.text(card, "mobile")).isEqualTo("6667778889");
        assertThat(World.text(card, "expiryMonth")).isEmpty();
        assertThat(found.text("payload.enKashCardId")).isEqualTo("EKC9MKS5RM");
    }

    @Test
    void singleSignOn(World world) {
        Reply token = world.login(world.demo().required("rewards")).post("/api/v0/partner/enKashCard/sso-token", """
                {"cardAccountId": "CAQL8YCV3", "companyId": "CEK1PU9AOO", "enkashCardId": "EKCDM5AVZY"}""");

        assertThat(token.expect(200).text("payload.access_token")).matches("[A-Za-z0-9]{26}");
    }

    @Test
    void setCardPin(World world) {
        Reply set = world.login(world.demo().required("prepaid")).post("/api/v0/partner/enKashCard/setPin", """
                {"companyId": "CEKEP5GSGP", "cardAccountId": "CAA8W45", "enKashCardId": "EKC94AEX89", "pinBlock": 9078,
                 "otpRequired": false}""");

        assertThat(set.expect(200).json())
                .isEqualTo(Json.parse("{\"code\": 0, \"message\": \"Success\", \"payload\": \"Success\"}"));
    }

    @Test
    void updateAndGetCardLimitsAndControls(World world) {
        Api prepaid = world.login(world.demo().required("prepaid"));

        Reply set = prepaid.post("/api/v0/partner/enKashCard/velocity/rule", """
                {"companyId": "CEKEP5GSGP", "cardAccountId": "CAA8W45", "enKashCardIds": ["EKC94AEX89"],
                 "internationalAllowed": false, "posAllowed": true, "atmAllowed": false, "onlineAllowed": true}""");
        assertThat(set.expect(200).json().get("code").asInt()).isZero();

        Reply told = prepaid.post("/api/v0/partner/enKashCard/velocity/rule/get", """
                {"companyId": "CEKEP5GSGP", "cardAccountId": "CAA8W45", "enKashCardId": "EKC94AEX89"}""");
        assertThat(told.expect(200).text("message")).isEqualTo("Success");
        assertThat(told.text("payload.atmAllowed")).isEqualTo("false");
        assertThat(told.text("payload.createdOn"))
                .matches("[A-Z][a-z]{2} [0-9]{1,2}, [0-9]{4} [0-9]{1,2}:[0-9]{2}:[0-9]{2} [AP]M");
    }

    @Test
    void generateCardOtp(World world) {
        Reply sent = world.login(world.demo().required("prepaid")).post("/api/v0/partner/enKashCard/otp", """
                {"cardOtpAction": "TRANSACTION_OTP", "cardAccountId": "CAC7975", "enKashCardId": "EKCBEFFEC1"}""");

        // Another run against the same server comes too soon for another code.
        assertThat(sent.status()).as(sent.toString()).isIn(200, 429);
        if (sent.status() == 200) {
            assertThat(sent.text("payload.otpRequestId")).matches("CHL[A-Z0-9]{12}");
        }
    }

    @Test
    void createPrepaidCard(World world) {
        Reply made = world.login(world.demo().required("prepaid")).post("/api/v0/partner/enKashCard", """
                {"companyId": "CEKEP5GSGP", "cardAccountId": "CABFIPS", "email": "johny@example.com",
                 "mobile": "6001098801", "title": "Mr", "firstName": "johny", "lastName": "bateman", "gender": "M",
                 "address": "cda block", "address2": "ab colony", "city": "kota", "state": "Rajasthan",
                 "country": "India", "pincode": "323307", "primaryEnKashCard": false, "physicalCard": true,
                 "loadAmount": 10, "remarks": "string", "physicalDeliveryAddressFlag": true,
                 "deliveryAddress": "test", "deliveryAddress2": "test", "deliveryCity": "test",
                 "deliveryState": "test", "deliveryCountry": "test", "deliveryPincode": "323309",
                 "documents": [{"docType": "PAN", "docNo": "CPNPN9977R"}], "specialDate": "02-09-2001"}""");

        assertThat(made.expect(200).number("code")).isZero();
        assertThat(made.text("payload.maskedNumber")).startsWith("2004 01XX XXXX XX");
        assertThat(made.number("payload.otbBalance")).isEqualTo(10);
        assertThat(made.text("payload.cardStatus.name")).isEqualTo("AP");
        assertThat(made.text("payload.kycStatus")).isEqualTo("MIN_KYC");
    }

    @Test
    void loadCardBalance(World world) {
        Api prepaid = world.login(world.demo().required("prepaid"));
        String example = """
                {"companyId": "CEKEP5GSGP", "cardAccountId": "CABFIPS", "createdBy": "anay", "amount": 10,
                 "transactionType": "CR", "description": "desc", "type": "ALLOCATE_FUND",
                 "transactionCode": "ALLOCATION", "uniqueReferenceNumber": "Ref123", "remarks": "string",
                 "enKashCardId": "EKCMB7KAEW"}""";

        Reply first = prepaid.post("/api/v0/partner/enKashCard/balance", example);
        Reply second = prepaid.post("/api/v0/partner/enKashCard/balance", example);

        assertThat(first.expect(200).json()).isEqualTo(second.expect(200).json());
        assertThat(first.number("code")).isZero();
        assertThat(first.text("payload.pgReferenceNumber")).isEqualTo("Ref123");
        Reply older = prepaid.post(
                "/api/v0/partner/enKashCard/balance",
                example.replace("CR", "DR").replace("ALLOCATE_FUND", "LOAD_MONEY"));
        assertThat(older.status()).isEqualTo(400);
    }

    @Test
    void theDocumentedCartIsAddedUp(World world) {
        Api holder = world.login(world.demo().required("redemption"));

        Reply carts = holder.get("/api/v0/cart?product=VOUCHER").expect(200);
        assertThat(carts.number("payload.0.id")).isEqualTo(2133);
        assertThat(carts.text("payload.0.ekUserId")).isEqualTo("EK8IHN4B");
        assertThat(carts.number("payload.0.items.PCN724771408NCGasd.total")).isEqualTo(200);

        Reply merged = holder.patch("/api/v0/cart?product=VOUCHER", """
                {"cartId": 2191, "items": {"PCN233451126S5CZC": {"quantity": 1, "description": ""}}}""").expect(200);

        assertThat(merged.number("payload.0.items.PCN233451126S5CZC.sellRate")).isEqualTo(490);
        assertThat(merged.number("payload.0.items.PCN751457389RC1ST.total")).isEqualTo(196);
        assertThat(merged.number("payload.0.totalQuantity")).isEqualTo(3);
        assertThat(merged.number("payload.0.totalAmount")).isEqualTo(686);
        assertThat(merged.number("payload.0.totalSavings")).isEqualTo(14);
    }

    @Test
    void theDocumentedDenominations(World world) {
        Reply configs = world.login(world.demo().required("redemption"))
                .get("/api/v0/partner/search-config/PC7324536190LULHL")
                .expect(200);

        assertThat(configs.text("payload.aggregator")).isEqualTo("REWARD_STORE");
        assertThat(configs.text("payload.category")).isEqualTo("E-Commerce");
        assertThat(configs.text("payload.configResponses.0.productConfigId")).isEqualTo("PCN6028965437UHasd");
        assertThat(configs.number("payload.configResponses.0.maxQuantity")).isEqualTo(5);
        assertThat(configs.text("payload.configResponses.1.productConfigId")).isEqualTo("PCN046806333NXae2");
        assertThat(configs.number("payload.configResponses.1.mrp")).isEqualTo(250);
    }

    @Test
    void theDocumentedOrder(World world) {
        Api holder = world.login(world.demo().required("redemption"));
        String example = "{\"orderId\": \"OR631764TS4UC\"}";
        long deadline = System.nanoTime() + 30_000_000_000L;
        Reply order = holder.post("/api/v0/order/orderDetails", example).expect(200);
        while (!order.text("paylod.orderStatus").equals("SUCCESS")) {
            assertThat(System.nanoTime()).as(order.toString()).isLessThan(deadline);
            Thread.onSpinWait();
            order = holder.post("/api/v0/order/orderDetails", example).expect(200);
        }

        assertThat(order.number("paylod.totalQuantity")).isEqualTo(10);
        assertThat(order.number("paylod.totalAmount")).isEqualTo(5000);
        assertThat(order.number("paylod.orderAmount")).isEqualTo(4500);
        assertThat(order.number("paylod.paidAmount")).isEqualTo(4500);
        assertThat(order.at("paylod.voucherDetailsList")).hasSize(10);
        assertThat(order.text("response_code")).isEqualTo("0");
        assertThat(holder.get("/api/v0/partner/fetch-order-details/123445")
                        .expect(200)
                        .json())
                .isEqualTo(order.json());
    }

    private static String success(String payload) {
        return "{\"payload\": " + payload + ", \"response_code\": 0, \"response_message\": \"Success\"}";
    }
}
