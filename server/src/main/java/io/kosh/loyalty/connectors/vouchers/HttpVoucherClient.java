package io.kosh.loyalty.connectors.vouchers;

import io.kosh.kernel.Secret;
import io.kosh.loyalty.SandboxSupplier;
import io.kosh.loyalty.VoucherSupplier;
import io.kosh.platform.BuildVersion;
import io.kosh.platform.Profile;
import io.kosh.platform.Settings;
import io.kosh.platform.StartupFailure;
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
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Orders from a supplier by POST and asks by GET. In a sandbox that is the sandbox's own, whatever the
/// settings say.
@Component
@EnableConfigurationProperties(VoucherSettings.class)
final class HttpVoucherClient implements VoucherSupplier, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(HttpVoucherClient.class);
    private static final int MOST_BYTES = 1 << 20;

    private final JsonMapper json = new JsonMapper();
    private final VoucherSettings settings;
    private final ObjectProvider<SandboxSupplier> sandbox;
    private final boolean live;
    private @Nullable HttpClient http;

    HttpVoucherClient(VoucherSettings settings, Settings installation, ObjectProvider<SandboxSupplier> sandbox) {
        this.settings = settings;
        this.sandbox = sandbox;
        this.live = installation.profile() == Profile.LIVE;
        URI url = settings.url();
        if (!live && url != null) {
            LOG.warn("a sandbox buys from nobody: kosh.voucher-supplier.url does not apply");
        }
        if (live && url != null) {
            check(url);
        }
    }

    private static void check(URI url) {
        boolean encrypted = "https".equalsIgnoreCase(url.getScheme());
        if (url.getHost() == null || !(encrypted || "http".equalsIgnoreCase(url.getScheme()))) {
            throw new StartupFailure("kosh.voucher-supplier.url is not an address such as"
                    + " https://vouchers.example/v1: set one, or none.");
        }
        if (!encrypted) {
            LOG.warn("voucher codes come unencrypted: kosh.voucher-supplier.url begins with http://");
        }
    }

    @Override
    public Answer place(SupplierOrder order) {
        return call(
                "/orders",
                request -> request.header("Content-Type", "application/json")
                        .header("Idempotency-Key", order.reference())
                        .POST(BodyPublishers.ofString(json.writeValueAsString(VoucherWire.Order.of(order)))));
    }

    @Override
    public Answer find(String reference) {
        return call("/orders/" + reference, HttpRequest.Builder::GET);
    }

    @FunctionalInterface
    private interface Call {
        HttpRequest.Builder on(HttpRequest.Builder request);
    }

    private Answer call(String path, Call call) {
        URI url = live ? settings.url() : sandbox.getObject().url();
        if (url == null) {
            return new Answer.Unheard("NOT_CONFIGURED", null);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(settings.timeout())
                .header("Accept", "application/json")
                .header("User-Agent", "Kosh-Vouchers/" + BuildVersion.current());
        String token = token();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<InputStream> answer = client().send(call.on(request).build(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return VoucherWire.answer(json, answer.statusCode(), body.readNBytes(MOST_BYTES), retryAfter(answer));
            }
        } catch (HttpTimeoutException _) {
            return new Answer.Unheard("TIMEOUT", null);
        } catch (SSLException _) {
            return new Answer.Unheard("TLS", null);
        } catch (IOException _) {
            return new Answer.Unheard("CONNECTION", null);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Unheard("INTERRUPTED", null);
        }
    }

    private @Nullable String token() {
        if (live) {
            return settings.token();
        }
        Secret<String> token = sandbox.getObject().token();
        return token.value();
    }

    /// In seconds; a date is not understood, nor more than some days.
    private static @Nullable Duration retryAfter(HttpResponse<?> answer) {
        String asked = answer.headers().firstValue("Retry-After").orElse("").strip();
        return asked.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(asked)) : null;
    }

    /// Made for the first order, so that a start does not pay for it.
    private synchronized HttpClient client() {
        HttpClient known = http;
        if (known == null) {
            known = HttpClient.newBuilder()
                    .connectTimeout(settings.timeout())
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
