package io.kosh;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class SmokeTest {
    @Test
    void answers() throws Exception {
        TestServer server = TestServer.shared();
        var response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.uri("/api/v0/none")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.body())
                .isEqualTo(
                        "{\"payload\":\"there is no such route\",\"response_code\":1,\"response_message\":\"there is no such route\"}");
    }
}
