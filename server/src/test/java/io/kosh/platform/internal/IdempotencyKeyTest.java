package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an `Idempotency-Key` may look like.
@Tag("store")
class IdempotencyKeyTest {
    private final TestServer server = TestServer.shared();
    private final Api.Fixture shop = Api.of(server).newCompany(0);

    private Reply create(String... keys) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/api/v1/users"))
                .header("Authorization", "Bearer " + shop.token())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"Asha\"}"));
        for (String key : keys) {
            request.header(Idempotency.HEADER, key);
        }
        return Api.of(server).send(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "tab\there"})
    void aKeyIsVisibleAscii(String wrong) {
        Reply refused = create(wrong);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("field")).isEqualTo("Idempotency-Key");
    }

    @Test
    void aKeyHasOneTo255CharactersAndIsSentOnce() {
        assertThat(create("k".repeat(255)).status()).isEqualTo(201);
        assertThat(create("k".repeat(256)).status()).isEqualTo(400);
        assertThat(create("a", "b").status()).isEqualTo(400);
    }
}
