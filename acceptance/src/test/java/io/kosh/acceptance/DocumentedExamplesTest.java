package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.acceptance.Api.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Each documented example of the coin calls, sent as it stands and answered as documented.
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

    private static String success(String payload) {
        return "{\"payload\": " + payload + ", \"response_code\": 0, \"response_message\": \"Success\"}";
    }
}
