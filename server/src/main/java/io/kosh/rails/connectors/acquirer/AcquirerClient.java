package io.kosh.rails.connectors.acquirer;

import io.kosh.kernel.Secret;
import io.kosh.platform.BuildVersion;
import io.kosh.platform.Profile;
import io.kosh.platform.Settings;
import io.kosh.platform.StartupFailure;
import io.kosh.rails.SandboxAcquirer;
import io.kosh.rails.connectors.acquirer.AcquirerWire.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Asks an acquirer by POST and GET. In a sandbox that is the sandbox's own, whatever the settings say.
@Component
@EnableConfigurationProperties(AcquirerSettings.class)
final class AcquirerClient implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(AcquirerClient.class);
    private static final int MOST_BYTES = 1 << 18;

    private final JsonMapper json = new JsonMapper();
    private final AcquirerSettings settings;
    private final ObjectProvider<SandboxAcquirer> sandbox;
    private final boolean live;
    private @Nullable HttpClient http;

    AcquirerClient(AcquirerSettings settings, Settings installation, ObjectProvider<SandboxAcquirer> sandbox) {
        this.settings = settings;
        this.sandbox = sandbox;
        this.live = installation.profile() == Profile.LIVE;
        URI url = settings.url();
        if (!live && url != null) {
            LOG.warn("a sandbox takes nobody's money: kosh.acquirer.url does not apply");
        }
        if (live && url != null) {
            check(url);
        }
    }

    private static void check(URI url) {
        boolean encrypted = "https".equalsIgnoreCase(url.getScheme());
        boolean here = "localhost".equals(url.getHost()) || "127.0.0.1".equals(url.getHost());
        boolean plain = here && "http".equalsIgnoreCase(url.getScheme());
        if (url.getHost() == null || !(encrypted || plain)) {
            throw new StartupFailure("kosh.acquirer.url is not an address such as https://acquirer.example/v1: cards go"
                    + " there, so that it has to begin with https://.");
        }
    }

    boolean isThere() {
        return !live || settings.url() != null;
    }

    /// How links and codes name a merchant, null where nobody said so.
    @Nullable
    String vpaHandle() {
        return live ? settings.vpaHandle() : sandbox.getObject().vpaHandle();
    }

    /// What callbacks are signed with, null where none is believed.
    @Nullable
    Secret<String> callbackSecret() {
        if (!live) {
            return sandbox.getObject().callbackSecret();
        }
        String secret = settings.callbackSecret();
        return secret == null || secret.isBlank() ? null : new Secret<>(secret);
    }

    /// A call that did not come to an answer.
    @FunctionalInterface
    interface Unheard<T> {
        T because(String reason, @Nullable Duration retryAfter);
    }

    /// Reads an answer.
    @FunctionalInterface
    interface Reading<T> {
        T of(JsonMapper json, Reply reply);
    }

    /// Sends an object.
    ///
    /// @param key the same again is one effect
    <T> T post(String path, String key, Object body, Reading<T> reading, Unheard<T> unheard) {
        return call(
                path,
                request -> request.header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(json.writeValueAsString(body))),
                reading,
                unheard);
    }

    <T> T get(String path, Reading<T> reading, Unheard<T> unheard) {
        return call(path, HttpRequest.Builder::GET, reading, unheard);
    }

    private <T> T call(
            String path,
            Function<HttpRequest.Builder, HttpRequest.Builder> method,
            Reading<T> reading,
            Unheard<T> unheard) {
        URI url = live ? settings.url() : sandbox.getObject().url();
        if (url == null) {
            return unheard.because("NOT_CONFIGURED", null);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(url.toString().replaceAll("/+$", "") + path))
                .timeout(settings.stepTimeout())
                .header("Accept", "application/json")
                .header("User-Agent", "Kosh-Acquirer/" + BuildVersion.current());
        String token = live ? settings.token() : sandbox.getObject().token().value();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<InputStream> answer =
                    client().send(method.apply(request).build(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return reading.of(
                        json, new Reply(answer.statusCode(), body.readNBytes(MOST_BYTES), retryAfter(answer)));
            }
        } catch (HttpTimeoutException _) {
            return unheard.because("TIMEOUT", null);
        } catch (SSLException _) {
            return unheard.because("TLS", null);
        } catch (IOException _) {
            return unheard.because("CONNECTION", null);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return unheard.because("INTERRUPTED", null);
        }
    }

    /// In seconds; a date is not understood, nor more than some days.
    private static @Nullable Duration retryAfter(HttpResponse<?> answer) {
        String asked = answer.headers().firstValue("Retry-After").orElse("").strip();
        return asked.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(asked)) : null;
    }

    /// Made for the first payment, so that a start does not pay for it.
    private synchronized HttpClient client() {
        HttpClient known = http;
        if (known == null) {
            known = HttpClient.newBuilder()
                    .connectTimeout(settings.stepTimeout())
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
            http = known;
        }
        return known;
    }

    @Override
    public synchronized void destroy() {
        if (http != null) {
            http.shutdownNow();
        }
    }
}
