package io.kosh.webhooks.internal;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.kosh.platform.BuildVersion;
import io.kosh.webhooks.internal.Sending.Answer;
import io.kosh.webhooks.internal.Sending.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// Sends to receivers: follows no redirect, repeats nothing, keeps no cookie, uses no proxy, and takes the answer only
/// as far as the time and the space for it go.
@Component
final class DeliveryClient implements DisposableBean {
    static final int KEPT_BYTES = 4096;
    private static final int MOST_HEADERS = 100;
    private static final int LONGEST_LINE = 8192;
    private static final int KEPT_HEADER = 1024;
    private static final int CERTIFICATES = 200;
    private static final String USER_AGENT = "Kosh-Webhooks/" + BuildVersion.current();

    private final WebhookSettings settings;
    private final CheckedAddresses addresses;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CloseableHttpClient usual;
    private final LoadingCache<String, CloseableHttpClient> trusting = Caffeine.newBuilder()
            .maximumSize(CERTIFICATES)
            .<String, CloseableHttpClient>evictionListener((_, client, _) -> {
                if (client != null) {
                    client.close(CloseMode.GRACEFUL);
                }
            })
            .build(this::trusting);

    DeliveryClient(WebhookSettings settings, CheckedAddresses addresses) throws GeneralSecurityException {
        this.settings = settings;
        this.addresses = addresses;
        this.usual = client(SSLContext.getDefault());
    }

    private CloseableHttpClient trusting(String certificate) throws GeneralSecurityException, IOException {
        return client(TrustedCertificate.context(certificate));
    }

    private CloseableHttpClient client(SSLContext tls) {
        Timeout timeout = Timeout.of(settings.timeout());
        Http1Config limits = Http1Config.custom()
                .setMaxHeaderCount(MOST_HEADERS)
                .setMaxLineLength(LONGEST_LINE)
                .build();
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(addresses)
                .setTlsSocketStrategy(
                        ClientTlsStrategyBuilder.create().setSslContext(tls).buildClassic())
                .setConnectionFactory(org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory.builder()
                        .http1Config(limits)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout)
                        .setSocketTimeout(timeout)
                        .setTimeToLive(TimeValue.ofMinutes(1))
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                        .build())
                .setDefaultSocketConfig(
                        SocketConfig.custom().setSoTimeout(timeout).build())
                .setMaxConnTotal(settings.underWay())
                .setMaxConnPerRoute(settings.underWay())
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setUserAgent(USER_AGENT)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .setExpectContinueEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .evictExpiredConnections()
                .evictIdleConnections(TimeValue.ofSeconds(20))
                .build();
    }

    /// What of an answer is there so far: its head says what the receiver thinks, whenever its body ends.
    private static final class Heard {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private @Nullable ClassicHttpResponse head;

        synchronized void head(ClassicHttpResponse response) {
            head = response;
        }

        synchronized void body(byte[] bytes, int count) {
            body.write(bytes, 0, Math.min(count, KEPT_BYTES - body.size()));
        }

        /// The answer, or what is told where not even its head came.
        synchronized Answer or(Failure failure, String detail) {
            if (head == null) {
                return new Answer.Missing(failure, detail);
            }
            Map<String, String> headers = new LinkedHashMap<>();
            for (Header header : head.getHeaders()) {
                headers.merge(header.getName(), shortened(header.getValue()), (a, b) -> shortened(a + ", " + b));
            }
            return new Answer.Received(head.getCode(), headers, body.toByteArray());
        }
    }

    /// Sends and waits, never longer than the time-out.
    Answer send(Sending sending) {
        HttpPost request = new HttpPost(sending.url());
        sending.headers().forEach(request::addHeader);
        request.setEntity(new ByteArrayEntity(sending.body(), ContentType.APPLICATION_JSON));
        Heard heard = new Heard();
        Future<Answer> answer = threads.submit(() -> exchange(sending, request, heard));
        try {
            return answer.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            request.cancel();
            answer.cancel(true);
            return heard.or(
                    Failure.TIMEOUT, "no answer within " + settings.timeout().toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new IllegalStateException("sending failed by our own fault", e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            request.cancel();
            return heard.or(Failure.CONNECTION, "the server stops");
        }
    }

    private Answer exchange(Sending sending, HttpPost request, Heard heard) {
        String certificate = sending.certificate();
        CloseableHttpClient client = certificate == null ? usual : trusting.get(certificate);
        try {
            ClassicHttpResponse response = client.executeOpen(null, request, null);
            try {
                read(response, heard);
            } finally {
                // Of a body that goes on the rest is nobody's: the connection is cut, not read to its end. One whose
                // answer was read whole is back among those to be used again and is not touched.
                request.cancel();
            }
            return heard.or(Failure.PROTOCOL, "an answer without a head");
        } catch (CheckedAddresses.Refused e) {
            return heard.or(Failure.ADDRESS_REFUSED, told(e));
        } catch (UnknownHostException e) {
            return heard.or(Failure.NAME_UNKNOWN, told(e));
        } catch (SSLException e) {
            return heard.or(Failure.TLS, told(e));
        } catch (java.net.SocketTimeoutException e) {
            return heard.or(Failure.TIMEOUT, told(e));
        } catch (org.apache.hc.client5.http.ClientProtocolException e) {
            return heard.or(Failure.PROTOCOL, told(e));
        } catch (IOException e) {
            return heard.or(Failure.CONNECTION, told(e));
        }
    }

    private static String told(Exception e) {
        String message = e.getMessage() == null ? "" : e.getMessage().replace('\0', ' ');
        String told = e.getClass().getSimpleName() + ": " + message;
        return told.length() <= 300 ? told : told.substring(0, 300);
    }

    private static void read(ClassicHttpResponse response, Heard heard) throws IOException {
        heard.head(response);
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return;
        }
        InputStream content = entity.getContent();
        byte[] bytes = new byte[KEPT_BYTES];
        int all = 0;
        int count = content.read(bytes);
        while (count >= 0 && all + count <= KEPT_BYTES) {
            heard.body(bytes, count);
            all += count;
            count = content.read(bytes);
        }
        if (count > 0) {
            heard.body(bytes, count);
        }
    }

    private static String shortened(String value) {
        return value.length() <= KEPT_HEADER ? value : value.substring(0, KEPT_HEADER);
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
        usual.close(CloseMode.IMMEDIATE);
        trusting.asMap().values().forEach(client -> client.close(CloseMode.IMMEDIATE));
    }
}
