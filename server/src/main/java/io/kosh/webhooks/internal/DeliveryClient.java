package io.kosh.webhooks.internal;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.kosh.platform.BuildVersion;
import io.kosh.webhooks.internal.Sending.Answer;
import io.kosh.webhooks.internal.Sending.Failure;
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

    /// Sends and waits, never longer than the time-out.
    Answer send(Sending sending) {
        HttpPost request = new HttpPost(sending.url());
        sending.headers().forEach(request::addHeader);
        request.setEntity(new ByteArrayEntity(sending.body(), ContentType.APPLICATION_JSON));
        Future<Answer> answer = threads.submit(() -> exchange(sending, request));
        try {
            return answer.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            request.cancel();
            answer.cancel(true);
            return new Answer.Missing(
                    Failure.TIMEOUT,
                    "no whole answer within " + settings.timeout().toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new IllegalStateException("sending failed by our own fault", e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            request.cancel();
            return new Answer.Missing(Failure.CONNECTION, "the server stops");
        }
    }

    private Answer exchange(Sending sending, HttpPost request) {
        String certificate = sending.certificate();
        CloseableHttpClient client = certificate == null ? usual : trusting.get(certificate);
        try {
            return client.execute(request, DeliveryClient::read);
        } catch (CheckedAddresses.Refused e) {
            return new Answer.Missing(Failure.ADDRESS_REFUSED, told(e));
        } catch (UnknownHostException e) {
            return new Answer.Missing(Failure.NAME_UNKNOWN, told(e));
        } catch (SSLException e) {
            return new Answer.Missing(Failure.TLS, told(e));
        } catch (java.net.SocketTimeoutException e) {
            return new Answer.Missing(Failure.TIMEOUT, told(e));
        } catch (org.apache.hc.client5.http.ClientProtocolException e) {
            return new Answer.Missing(Failure.PROTOCOL, told(e));
        } catch (IOException e) {
            return new Answer.Missing(Failure.CONNECTION, told(e));
        }
    }

    private static String told(Exception e) {
        String message = e.getMessage() == null ? "" : e.getMessage().replace('\0', ' ');
        String told = e.getClass().getSimpleName() + ": " + message;
        return told.length() <= 300 ? told : told.substring(0, 300);
    }

    private static Answer read(ClassicHttpResponse response) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            headers.merge(header.getName(), shortened(header.getValue()), (a, b) -> shortened(a + ", " + b));
        }
        byte[] body = new byte[0];
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            InputStream content = entity.getContent();
            body = content.readNBytes(KEPT_BYTES);
            if (body.length == KEPT_BYTES && content.read() >= 0) {
                // The rest is nobody's: the connection is given up instead of read to its end.
                response.close();
            }
        }
        return new Answer.Received(response.getCode(), headers, body);
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
