package io.kosh.launcher.internal;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Calls of the commands to a running server.
final class Http {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private Http() {}

    /// An answer as it came.
    record Answer(int status, String body) {
        Map<String, Object> object() {
            try {
                return Json.parse(body);
            } catch (JacksonException _) {
                throw new CommandFailure("The server answered " + status + " with something that is not JSON.");
            }
        }

        /// The body of a success; the server's own words where it refused.
        Map<String, Object> success(String what) {
            if (status >= 200 && status < 300) {
                return object();
            }
            Object detail = body.startsWith("{") ? object().get("detail") : null;
            throw new CommandFailure(what + " was refused (" + status + (detail == null ? "" : ": " + detail) + ").");
        }
    }

    static Answer get(String url, @Nullable String token) {
        return send(request(url, token).GET());
    }

    static Answer post(String url, String token, Map<String, ?> body) {
        return send(request(url, token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.line(body))));
    }

    static Answer send(String method, String url, String token, Map<String, ?> body) {
        return send(request(url, token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(Json.line(body))));
    }

    /// A token for an API client itself.
    static Answer token(String server, String clientId, String secret) {
        return grant(server, clientId, secret, "grant_type=client_credentials");
    }

    /// A token for a person, through an API client.
    static Answer token(String server, String clientId, String secret, Map<String, String> person) {
        return grant(
                server,
                clientId,
                secret,
                "grant_type=password&username=" + form(person.get("username")) + "&password="
                        + form(person.get("password")));
    }

    private static Answer grant(String server, String clientId, String secret, String form) {
        String basic = Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return send(request(server + "/oauth/token", null)
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private static String form(@Nullable String value) {
        return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder request(String url, @Nullable String token) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT);
            return token == null ? request : request.header("Authorization", "Bearer " + token);
        } catch (IllegalArgumentException _) {
            throw new CommandFailure("That is no address of a server: " + url);
        }
    }

    private static Answer send(HttpRequest.Builder request) {
        HttpRequest built = request.build();
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            HttpResponse<String> response = client.send(built, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException _) {
            throw new CommandFailure("Kosh does not answer on " + built.uri().getScheme() + "://"
                    + built.uri().getAuthority() + ": start it with ./kosh start, or say where it is with --base-url.");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted.");
        }
    }
}
