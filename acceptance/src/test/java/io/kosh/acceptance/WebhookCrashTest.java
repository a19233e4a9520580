package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.kosh.acceptance.Sink.Notification;
import io.kosh.acceptance.World.Company;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A server that is killed in the middle of its deliveries, and started again.
class WebhookCrashTest {
    private static final Path DATA = Path.of("target/webhook-crash-data").toAbsolutePath();
    private static final int BURNS = 60;

    @BeforeAll
    static void onlyWhereTheProgramIsHere() {
        assumeFalse(Acceptance.elsewhere());
        KoshProcess.forget(DATA);
    }

    @Test
    void nothingIsLostAndNumbersFollowEachOther() {
        try (Sink sink = Sink.open()) {
            sink.slow(150);
            KoshProcess doomed = KoshProcess.start(DATA, Map.of());
            try {
                Company company = World.of(doomed.base(), doomed.demo()).company(1);
                company.event("EARNED", 1000);
                company.allocate("EARNED", "before", company.user()).expect(200);
                company.api()
                        .post("/api/v1/webhooks", Json.object("url", sink.url(), "events", List.of("coins.burn.*")))
                        .expect(201);
                IntStream.range(0, BURNS).parallel().forEach(i -> burn(company, i));
                sink.await(5);
            } finally {
                doomed.kill();
            }
            assertThat(sink.got().size()).as("killed in the middle").isLessThan(2 * BURNS);
            sink.slow(0);

            try (KoshProcess again = KoshProcess.start(DATA, Map.of())) {
                sink.await(2 * BURNS);
                World.of(again.base(), again.demo()).assertBooksBalance();
            }
            assertThat(states(sink.got()))
                    .hasSize(BURNS)
                    .allSatisfy((burn, states) -> assertThat(states)
                            .as(burn)
                            .containsOnly(
                                    Map.entry(1L, "RESERVED after null"), Map.entry(2L, "COMMITTED after RESERVED")));
        }
    }

    private static void burn(Company company, int number) {
        String id = company.api()
                .post(
                        "/api/v1/coins/burns",
                        Json.object("userId", company.user(), "amount", 1, "requestId", "B" + number))
                .expect(201)
                .text("burnId");
        company.api()
                .post("/api/v1/coins/burns/" + id + "/commit", Json.object())
                .expect(200);
    }

    /// What is known of each burn by number; an equal notification may have come twice.
    private static Map<String, Map<Long, String>> states(List<Notification> got) {
        Map<String, Map<Long, String>> states = new HashMap<>();
        for (Notification each : got) {
            JsonNode body = Json.parse(each.body());
            String state = body.required("state").asString() + " after "
                    + body.required("previous_state").asString("null");
            String before = states.computeIfAbsent(body.at("/resource/id").asString(), _ -> new HashMap<>())
                    .put(body.required("sequence").asLong(), state);
            assertThat(before == null || before.equals(state)).isTrue();
        }
        return states;
    }
}
