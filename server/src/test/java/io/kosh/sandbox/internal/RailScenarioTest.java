package io.kosh.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.messages.Messages;
import io.kosh.messages.Recipient;
import io.kosh.platform.Database;
import io.kosh.platform.RailFaults;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What scenarios do to rails, as the receivers of mails and SMS and the log of messages see it.
class RailScenarioTest {
    private static final String SCENARIOS = "/sandbox/scenarios";

    private final Writer writer = Writer.on(SandboxServer.shared());

    /// A company that writes to people.
    private record Writer(TestServer server, Fixture shop) {
        static Writer on(TestServer server) {
            return new Writer(server, Api.of(server).newCompany(0));
        }

        void spoil(String scenario, String rail, Map<String, Object> more) {
            Map<String, Object> request = new HashMap<>(Map.of("scenario", scenario, "rail", rail));
            request.putAll(more);
            Reply made = shop.api().post(SCENARIOS, request);
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            assertThat(made.text("rail")).isEqualTo(rail);
        }

        /// Writes to somebody, and waits for the first try.
        Reply write(String rail) {
            return write(rail.equals("mail") ? mail("asha") : mobile("9876543210"));
        }

        Reply write(Recipient to) {
            Messages messages = server.bean(Messages.class);
            var company = shop.company().key();
            String id = server.bean(Database.class)
                    .inCompany(
                            company,
                            () -> messages.send(
                                    company, messages.compose(to, "otp", List.of("493817", "trying it out", "5"))));
            return tried(id, 1);
        }

        Reply tried(String id, int attempts) {
            PageServer.await(() -> message(id).json().path("attempts").asInt() >= attempts);
            return message(id);
        }

        Reply message(String id) {
            return shop.api().get("/api/v1/messages/" + id);
        }

        /// The ids of what arrived.
        List<String> arrived() {
            return shop.api().get("/sandbox/inbox").json().path("items").findValuesAsString("messageId");
        }

        void later(String duration) {
            long began = System.nanoTime();
            Reply moved = shop.api().post("/sandbox/clock", Map.of("advance", duration));
            assertThat(moved.status()).as(moved.body()).isEqualTo(200);
            // Less than the lease of webhooks, of which there are none to wait for.
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(18));
        }

        int used() {
            return shop.api().get(SCENARIOS).json().at("/items/0/used").asInt();
        }

        /// Whether the second try, after the pause that is usual, arrives once and under the same id.
        void isSentLater(String id) {
            later("PT2M");
            assertThat(message(id).text("state")).isEqualTo("SENT");
            assertThat(message(id).text("attempts")).isEqualTo("2");
            assertThat(arrived()).containsExactly(id);
        }
    }

    private static Recipient mail(String name) {
        return Recipient.mail("to", name + "@example.com");
    }

    private static Recipient mobile(String number) {
        return Recipient.mobile("to", number);
    }

    private static void waits(Reply message, String reason) {
        assertThat(message.text("state")).as(message.body()).isEqualTo("WAITING");
        assertThat(message.text("reason")).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail", "sms"})
    void aRailThatAnswersLateHasTheMessage(String rail) {
        writer.spoil("late", rail, Map.of("parameters", Map.of("delay", "700ms")));
        long began = System.nanoTime();

        Reply message = writer.write(rail);

        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(700_000_000L);
        assertThat(message.text("state")).isEqualTo("SENT");
        assertThat(writer.arrived()).containsExactly(message.text("messageId"));
        assertThat(writer.used()).isEqualTo(1);
    }

    @Test
    void anAnswerLaterThanWeWaitIsATimeOutOfAMessageThatArrived() {
        TestServer server = TestServer.start(Map.of("kosh.messages.timeout", "4s"));
        try {
            for (String rail : List.of("mail", "sms")) {
                Writer patient = Writer.on(server);
                patient.spoil("late", rail, Map.of("parameters", Map.of("delay", "30s")));

                Reply message = patient.write(rail);

                waits(message, "TIMEOUT");
                assertThat(patient.arrived()).containsExactly(message.text("messageId"));
                patient.isSentLater(message.text("messageId"));
            }
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mail, fail, BUSY",
        "sms, fail, BUSY",
        "mail, time-out, TIMEOUT",
        "sms, time-out, TIMEOUT",
        "mail, too-many, BUSY",
        "sms, too-many, BUSY",
        "mail, unavailable, BUSY",
        "sms, unavailable, BUSY"
    })
    void whatARailDidNotTakeIsTriedAgain(String rail, String scenario, String reason) {
        Map<String, String> parameters = scenario.equals("time-out") ? Map.of("delay", "100ms") : Map.of();
        writer.spoil(scenario, rail, Map.of("parameters", parameters));

        Reply message = writer.write(rail);

        waits(message, reason);
        assertThat(writer.arrived()).isEmpty();
        writer.isSentLater(message.text("messageId"));
        assertThat(writer.used()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"mail, close, CONNECTION", "sms, close, CONNECTION", "mail, 504, BUSY", "sms, 504, BUSY"})
    void aMessageWhoseAnswerWasLostArrivedAndIsSentAgainUnderItsId(String rail, String as, String reason) {
        writer.spoil("lose-answer", rail, Map.of("parameters", Map.of("as", as)));

        Reply message = writer.write(rail);

        waits(message, reason);
        assertThat(writer.arrived()).containsExactly(message.text("messageId"));
        writer.isSentLater(message.text("messageId"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail", "sms"})
    void whatARailRefusesIsGivenUp(String rail) {
        writer.spoil("refuse", rail, Map.of());

        Reply message = writer.write(rail);

        assertThat(message.text("state")).isEqualTo("FAILED");
        assertThat(message.text("reason")).isEqualTo("REFUSED");
        writer.later("P1D");
        assertThat(writer.message(message.text("messageId")).text("attempts")).isEqualTo("1");
        assertThat(writer.arrived()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"sms, too-many, 600", "sms, unavailable, 600", "mail, unavailable, 60"})
    void aGatewayIsLeftAloneForAsLongAsItAsksAndAMailServerCannotAsk(String rail, String scenario, long seconds) {
        writer.spoil(scenario, rail, Map.of("parameters", Map.of("retryAfter", "600s")));
        Instant before = Instant.parse(shopTime());

        Reply message = writer.write(rail);

        waits(message, "BUSY");
        assertThat(Duration.between(before, Instant.parse(message.text("nextTryAt"))))
                .isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds + 59));
    }

    private String shopTime() {
        return writer.shop().api().get("/sandbox/clock").text("now");
    }

    @Test
    void theNextCallsThatFitAreSpoiledAndNoOthers() {
        Map<String, Object> one = Map.of("field", "to", "value", "+919876543211", "times", 2);
        writer.spoil("fail", "sms", one);
        writer.spoil("refuse", "mail", Map.of("field", "kind", "value", "webhook-endpoint-disabled"));
        Writer neighbour = Writer.on(writer.server());

        assertThat(writer.write("mail").text("state")).isEqualTo("SENT");
        assertThat(writer.write(mobile("9876543210")).text("state")).isEqualTo("SENT");
        assertThat(neighbour.write(mobile("9876543211")).text("state")).isEqualTo("SENT");
        waits(writer.write(mobile("9876543211")), "BUSY");
        waits(writer.write(mobile("9876543211")), "BUSY");
        assertThat(writer.write(mobile("9876543211")).text("state")).isEqualTo("SENT");
        assertThat(writer.used()).isEqualTo(2);
    }

    @Test
    void aScenarioOfCallsSpoilsNoRailAndTheOtherWayRound() {
        RailFaults faults = writer.server().bean(RailFaults.class);
        var company = writer.shop().company().key();
        writer.spoil("fail", "sms", Map.of("times", 9));
        assertThat(writer.shop().api().get("/api/v1/messages").status()).isEqualTo(200);
        assertThat(faults.choose(company, "mail", Map.of())).isNull();
        assertThat(faults.choose(company, "sms", Map.of())).isNotNull();
        writer.shop().api().delete(SCENARIOS);

        writer.shop().api().post(SCENARIOS, Map.of("scenario", "fail"));

        assertThat(faults.choose(company, "sms", Map.of())).isNull();
        assertThat(writer.shop().api().get("/api/v1/messages").status()).isEqualTo(500);
    }

    @Test
    void theSameSeedSpoilsTheSameCalls() {
        assertThat(run()).isEqualTo(run()).contains(true, false);
    }

    private List<Boolean> run() {
        Writer fresh = Writer.on(writer.server());
        fresh.spoil("fail", "sms", Map.of("times", 1000, "chance", 40, "seed", 7));
        List<Boolean> spoiled = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            spoiled.add(fresh.server()
                            .bean(RailFaults.class)
                            .choose(fresh.shop().company().key(), "sms", Map.of())
                    != null);
        }
        return spoiled;
    }

    @Test
    void theEventLogNamesTheScenario() {
        writer.spoil("fail", "sms", Map.of());
        String id = writer.write("sms").text("messageId");
        writer.isSentLater(id);

        PageServer.await(() -> notes().size() >= 2);
        assertThat(notes())
                .extracting(note -> note.at("/detail/attempt").asInt() + " "
                        + note.at("/detail/scenario").asString("none"))
                .containsExactlyInAnyOrder("1 fail", "2 none");
    }

    private List<JsonNode> notes() {
        List<JsonNode> notes = new ArrayList<>();
        writer.shop()
                .api()
                .get("/sandbox/events?kind=MESSAGE")
                .json()
                .path("items")
                .forEach(notes::add);
        return notes;
    }

    @Test
    void whatFitsNoRailIsRefusedByName() {
        refused("rail", Map.of("scenario", "fail", "rail", "sms", "route", "GET *"));
        refused("rail", Map.of("scenario", "refuse"));
        refused("scenario", Map.of("scenario", "refuse", "route", "GET *"));
        refused("scenario", Map.of("scenario", "webhook-delay", "rail", "sms"));
        refused("rail", Map.of("scenario", "callback-lost", "rail", "sms"));
        refused("rail", Map.of("scenario", "fail", "rail", "acquirer-callback"));
        refused("rail", Map.of("scenario", "callback-lost"));
        refused("field", Map.of("scenario", "fail", "rail", "sms", "field", "amount", "value", "1"));
        assertThat(refused("rail", Map.of("scenario", "fail", "rail", "fax")).body())
                .contains("card, mail, net-banking, pay-later, sms, upi, voucher, wallet");
    }

    private Reply refused(String field, Map<String, Object> request) {
        Reply refused = writer.shop().api().post(SCENARIOS, request);
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.text("field")).as(refused.body()).isEqualTo(field);
        return refused;
    }

    @Test
    void theCatalogueTellsWhatFitsRails() {
        List<String> fitting = new ArrayList<>();
        for (JsonNode entry : writer.shop().api().get(SCENARIOS + "/catalogue").json()) {
            boolean fits = entry.path("spoils").toString().contains("RAIL");
            assertThat(entry.path("onRails").isString()).isEqualTo(fits);
            assertThat(entry.path("rails").findValuesAsString("name"))
                    .isEqualTo(
                            fits
                                    ? List.of(
                                            "card",
                                            "mail",
                                            "net-banking",
                                            "pay-later",
                                            "sms",
                                            "upi",
                                            "voucher",
                                            "wallet")
                                    : entry.path("spoils").toString().contains("CALLBACK")
                                            ? List.of("acquirer-callback")
                                            : List.of());
            if (fits) {
                fitting.add(entry.path("scenario").asString());
            }
        }
        assertThat(fitting)
                .containsExactly("late", "fail", "lose-answer", "time-out", "too-many", "unavailable", "refuse");
    }
}
