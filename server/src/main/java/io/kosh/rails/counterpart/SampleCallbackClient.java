package io.kosh.rails.counterpart;

import io.kosh.platform.MasterKey.KeyedHash;
import io.kosh.rails.SandboxAcquirer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Tells by HTTP what the sandbox's acquirer has to tell, signed, at the address that any acquirer would be given.
@Component
@OnlyInSandbox
final class SampleCallbackClient implements DisposableBean {
    static final Duration LONGEST = Duration.ofSeconds(15);
    private static final String PATH = "/rails/acquirer/callbacks";
    private static final String NO_SIGNATURE = "00".repeat(32);

    private final Environment environment;
    private final SandboxAcquirer acquirer;
    private final Clock clock;
    private @Nullable HttpClient http;

    SampleCallbackClient(Environment environment, SandboxAcquirer acquirer, Clock clock) {
        this.environment = environment;
        this.acquirer = acquirer;
        this.clock = clock;
    }

    /// Whether it was taken.
    ///
    /// @param wrongly with a signature that no check accepts
    boolean tell(String body, boolean wrongly) throws InterruptedException {
        URI here = here();
        if (here == null) {
            return false;
        }
        long second = clock.instant().getEpochSecond();
        byte[] key = acquirer.callbackSecret().value().getBytes(StandardCharsets.UTF_8);
        String signature = wrongly
                ? NO_SIGNATURE
                : HexFormat.of().formatHex(KeyedHash.under(key).of(second + "." + body));
        HttpRequest request = HttpRequest.newBuilder(here)
                .timeout(LONGEST)
                .header("Content-Type", "application/json")
                .header("Acquirer-Signature", "t=" + second + ",v1=" + signature)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return client().send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    /// Loopback, unless the server listens to one address only; null while it listens to none.
    private @Nullable URI here() {
        String port = environment.getProperty("local.server.port");
        if (port == null) {
            return null;
        }
        String address = environment.getProperty("server.address", "127.0.0.1");
        String host = address.isBlank() || address.equals("0.0.0.0") || address.equals("::") ? "127.0.0.1" : address;
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + PATH);
    }

    private synchronized HttpClient client() {
        HttpClient known = http;
        if (known == null) {
            known = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
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
