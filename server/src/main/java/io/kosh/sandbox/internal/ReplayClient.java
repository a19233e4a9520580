package io.kosh.sandbox.internal;

import io.kosh.kernel.Refusal;
import io.kosh.platform.DemoFacts;
import io.kosh.platform.RequestContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Makes a logged request once more, by HTTP to this very server, so that it goes the way that every request goes.
@Component
@SandboxOnly
final class ReplayClient implements DisposableBean {
    private static final Duration LONGEST = Duration.ofSeconds(65);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Environment environment;
    private final DemoFacts demo;
    private final JsonMapper json;

    ReplayClient(Environment environment, DemoFacts demo, JsonMapper json) {
        this.environment = environment;
        this.demo = demo;
        this.json = json;
    }

    /// Returns the id of the new request. That its answer may get lost is part of trying things out.
    String again(LoggedCall call, Visit visit) {
        String requestId = RequestContext.newRequestId();
        HttpRequest.Builder request = HttpRequest.newBuilder(here(call.target()))
                .timeout(LONGEST)
                .header("X-Request-Id", requestId)
                .header("Authorization", "Bearer " + token(visit))
                .method(call.method(), BodyPublishers.ofString(call.body()));
        call.headers().forEach(request::header);
        try {
            http.send(request.build(), BodyHandlers.discarding());
        } catch (IOException _) {
            // A scenario closed the connection; the log tells what happened.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return requestId;
    }

    /// Loopback, unless the server listens to one address only.
    private URI here(String target) {
        String address = environment.getProperty("server.address", "127.0.0.1");
        String host = address.isBlank() || address.equals("0.0.0.0") || address.equals("::") ? "127.0.0.1" : address;
        String shown = host.contains(":") ? "[" + host + "]" : host;
        try {
            return URI.create("http://" + shown + ":" + environment.getProperty("local.server.port") + target);
        } catch (IllegalArgumentException _) {
            throw Refusal.of(SandboxError.REPLAY_IMPOSSIBLE, "its address was masked or is none: use the curl line");
        }
    }

    /// The token that was signed in with; for the demo company one of its client's.
    private String token(Visit visit) {
        String signedIn = visit.token();
        return signedIn != null ? signedIn : demoToken();
    }

    private String demoToken() {
        Map<String, Object> facts = demo.read();
        String client = facts.get("clientId") + ":" + facts.get("clientSecret");
        HttpRequest request = HttpRequest.newBuilder(here("/oauth/token"))
                .timeout(LONGEST)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        try {
            String answer = http.send(request, BodyHandlers.ofString()).body();
            String token = json.readTree(answer).path("access_token").asString("");
            if (!token.isEmpty()) {
                return token;
            }
        } catch (IOException | JacksonException _) {
            // Said below: whoever reads it can sign in.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw Refusal.of(SandboxError.REPLAY_IMPOSSIBLE, "the demo company's client gets no token: sign in with one");
    }

    @Override
    public void destroy() {
        http.shutdownNow();
    }
}
