package io.kosh.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A client of the server, with a bearer token or without one.
record Api(URI base, @Nullable String token) {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /// An answer: its status, its body as JSON (an empty object where it is none) and as it came.
    record Reply(int status, JsonNode json, String body, HttpHeaders headers) {
        /// A value at a path such as `payload.coinConfigId`, as text; fails where there is none.
        String text(String path) {
            return at(path).asString();
        }

        long number(String path) {
            return at(path).asLong();
        }

        JsonNode at(String path) {
            JsonNode node = json.at("/" + path.replace('.', '/'));
            if (node.isMissingNode()) {
                throw new AssertionError("no " + path + " in " + this);
            }
            return node;
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        Reply expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError("expected " + wanted + " and got " + this);
            }
            return this;
        }

        @Override
        public String toString() {
            return status + " " + body;
        }
    }

    /// The server did not answer: what was asked for may have happened or not.
    static final class NoAnswer extends UncheckedIOException {
        private static final long serialVersionUID = 1;

        NoAnswer(IOException cause) {
            super(cause);
        }
    }

    Api as(String accessToken) {
        return new Api(base, accessToken);
    }

    Reply get(String path) {
        return send("GET", path, null);
    }

    Reply post(String path, @Nullable Object body) {
        return send("POST", path, body);
    }

    Reply patch(String path, Object body) {
        return send("PATCH", path, body);
    }

    /// Sends a body as JSON; a text is sent as it stands.
    Reply send(String method, String path, @Nullable Object body) {
        if (body == null) {
            return exchange(request(path).method(method, BodyPublishers.noBody()));
        }
        String text = body instanceof String string ? string : Json.write(body);
        return send(method, path, "application/json", BodyPublishers.ofString(text));
    }

    Reply send(String method, String path, @Nullable String contentType, BodyPublisher body) {
        HttpRequest.Builder request = request(path).method(method, body);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        return exchange(request);
    }

    /// A request to which headers may be added before it is sent.
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    Reply exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Reply(answer.statusCode(), Json.lenient(answer.body()), answer.body(), answer.headers());
        } catch (IOException e) {
            throw new NoAnswer(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The answer of `/oauth/token` to a form under a client's credentials.
    Reply grant(String clientId, String clientSecret, Map<String, String> form) {
        String basic =
                Base64.getEncoder().encodeToString((clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8));
        String body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return exchange(HttpRequest.newBuilder(URI.create(base + "/oauth/token"))
                .timeout(TIMEOUT)
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    /// This client with a token of an API client that acts by itself.
    Api byClient(String clientId, String clientSecret) {
        return as(grant(clientId, clientSecret, Map.of("grant_type", "client_credentials"))
                .expect(200)
                .text("access_token"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
