package io.kosh.messages.connectors.sms;

import io.kosh.messages.Handover;
import io.kosh.messages.Handover.Reason;
import io.kosh.messages.Language;
import io.kosh.messages.MessageCatcher;
import io.kosh.messages.SmsSender;
import io.kosh.platform.BuildVersion;
import io.kosh.platform.Profile;
import io.kosh.platform.Settings;
import io.kosh.platform.StartupFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Hands SMS to a gateway, a POST each. In a sandbox that is the sandbox's own, whatever the settings say.
@Component
@EnableConfigurationProperties(SmsSettings.class)
final class HttpSmsClient implements SmsSender, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(HttpSmsClient.class);
    /// 4xx that say something about now or about us, and nothing about the SMS.
    private static final Set<Integer> NOT_FOR_GOOD = Set.of(401, 403, 404, 408, 425, 429);

    private static final SmsSettings OF_A_SANDBOX =
            new SmsSettings(null, null, "KOSHSB", "sandbox", Map.of(), Duration.ofSeconds(5));

    private @Nullable HttpClient http;
    private final JsonMapper json = new JsonMapper();
    private final SmsSettings settings;
    private final ObjectProvider<MessageCatcher> catcher;
    private final boolean live;

    HttpSmsClient(SmsSettings settings, Settings installation, ObjectProvider<MessageCatcher> catcher) {
        this.live = installation.profile() == Profile.LIVE;
        this.settings = live ? settings : OF_A_SANDBOX;
        this.catcher = catcher;
        if (!live && settings.url() != null) {
            LOG.warn("a sandbox writes to nobody: kosh.sms.* does not apply, and SMS land in /sandbox/inbox");
        }
        if (live && settings.url() == null) {
            LOG.info("no SMS can be sent: kosh.sms.url is not set");
        }
        if (live && settings.url() != null) {
            check(settings.url());
        }
    }

    private static void check(URI url) {
        boolean encrypted = "https".equalsIgnoreCase(url.getScheme());
        if (url.getHost() == null || !(encrypted || "http".equalsIgnoreCase(url.getScheme()))) {
            throw new StartupFailure(
                    "kosh.sms.url is not an address such as https://gateway.example/v1/sms: set one, or none.");
        }
        if (!encrypted) {
            LOG.warn("SMS go to their gateway unencrypted, with their codes: kosh.sms.url begins with http://");
        }
    }

    @Override
    public Handover send(Sms sms) {
        URI url = live ? settings.url() : catcher.getObject().sms();
        if (url == null) {
            return new Handover.Failed(Reason.NOT_CONFIGURED, "kosh.sms.url is not set");
        }
        Language language = sms.to().language();
        if (settings.lacks(sms.kind(), language)) {
            return new Handover.Failed(
                    Reason.NOT_CONFIGURED,
                    "kosh.sms.templates." + SmsSettings.key(sms.kind(), language) + " is not set");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .header("User-Agent", "Kosh-Messages/" + BuildVersion.current())
                .header("Idempotency-Key", sms.id())
                .POST(BodyPublishers.ofString(json.writeValueAsString(SmsWire.of(sms, settings))));
        String token = settings.token();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!live) {
            catcher.getObject().headers(sms.company(), sms.id(), sms.kind()).forEach(request::header);
        }
        try {
            return handover(client().send(request.build(), BodyHandlers.discarding()));
        } catch (HttpTimeoutException _) {
            return new Handover.Failed(Reason.TIMEOUT, "no answer in time");
        } catch (SSLException e) {
            return new Handover.Failed(Reason.TLS, e.getClass().getSimpleName());
        } catch (IOException e) {
            return new Handover.Failed(Reason.CONNECTION, e.getClass().getSimpleName());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Handover.Failed(Reason.CONNECTION, "interrupted");
        }
    }

    /// Made for the first SMS, so that a start does not pay for it.
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

    private static Handover handover(HttpResponse<?> answer) {
        int status = answer.statusCode();
        String answered = "the gateway answered " + status;
        if (status >= 200 && status < 300) {
            return new Handover.Taken();
        }
        if (status == 401 || status == 403) {
            return new Handover.Failed(Reason.SIGN_IN, answered);
        }
        boolean forGood = status >= 400 && status < 500 && !NOT_FOR_GOOD.contains(status);
        return forGood
                ? new Handover.Failed(Reason.REFUSED, answered)
                : new Handover.Failed(Reason.BUSY, answered, retryAfter(answer));
    }

    /// How long the gateway asks to be left alone, in seconds; a date is not understood, nor more than some days.
    private static @Nullable Duration retryAfter(HttpResponse<?> answer) {
        String asked = answer.headers().firstValue("Retry-After").orElse("").strip();
        return asked.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(asked)) : null;
    }

    @Override
    public synchronized void destroy() {
        if (http != null) {
            http.shutdownNow();
        }
    }
}
