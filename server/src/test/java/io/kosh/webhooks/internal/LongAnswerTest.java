package io.kosh.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import io.kosh.webhooks.internal.Receiver.End;
import io.kosh.webhooks.internal.Receiver.Reply;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers whose bodies are longer than anybody wants to read.
@Tag("store")
class LongAnswerTest {
    private static final String KILOBYTE = "0123456789abcdef".repeat(64);

    private final Shop shop = Shop.open(TestServer.shared());

    private Api.Reply tested(Receiver receiver, String certificate) {
        Map<String, Object> request = new HashMap<>(Map.of("url", receiver.url("/"), "events", List.of("*")));
        if (!certificate.isEmpty()) {
            request.put("sslCertificate", certificate);
        }
        return shop.post("/api/v1/webhooks/" + shop.endpoint(request).id() + "/test", "", 201);
    }

    private void anEndlessBodyIsCutOff(Receiver receiver, String certificate) {
        receiver.answer(new Reply(200, Map.of(), KILOBYTE, End.ENDLESS));

        Api.Reply tested = tested(receiver, certificate);

        assertThat(tested.text("delivery.state")).as(tested.body()).isEqualTo("DELIVERED");
        assertThat(Long.parseLong(tested.text("tries.0.micros"))).isLessThan(2_500_000L);
        assertThat(tested.text("tries.0.responseBody")).isEqualTo(KILOBYTE.repeat(4));
    }

    @Test
    void aBodyWithoutEndIsCutOffAtOnce() {
        try (Receiver receiver = Receiver.open()) {
            anEndlessBodyIsCutOff(receiver, "");
        }
    }

    @Test
    void aBodyWithoutEndIsCutOffAtOnceOverTlsToo(@TempDir Path folder) {
        SelfSigned own = SelfSigned.make(folder);
        try (Receiver receiver = Receiver.openTls(own.tls())) {
            anEndlessBodyIsCutOff(receiver, own.pem());
        }
    }

    @Test
    void theHeadCountsWhereTheBodyNeverEnds() {
        try (Receiver receiver = Receiver.open()) {
            receiver.answer(new Reply(202, Map.of(), "thanks", End.NEVER));
            Api.Reply taken = tested(receiver, "");
            assertThat(taken.text("delivery.state")).as(taken.body()).isEqualTo("DELIVERED");
            assertThat(taken.text("tries.0.responseBody")).isEqualTo("thanks");

            receiver.answer(new Reply(500, Map.of(), "sorry", End.NEVER));
            assertThat(tested(receiver, "").text("delivery.reason")).isEqualTo("BROKEN");
        }
    }

    @Test
    void exactlyAsMuchAsIsKeptIsReadWhole() {
        try (Receiver receiver = Receiver.open()) {
            receiver.answer(new Reply(200, Map.of(), KILOBYTE.repeat(4)));
            assertThat(tested(receiver, "").text("tries.0.responseBody")).isEqualTo(KILOBYTE.repeat(4));
        }
    }
}
