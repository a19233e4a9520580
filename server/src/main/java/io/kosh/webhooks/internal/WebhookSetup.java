package io.kosh.webhooks.internal;

import io.kosh.platform.RecurringJob;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Random;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The settings, the retry plan, and the job that forgets what is old.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookSettings.class)
class WebhookSetup {

    @Bean
    RetryPlan retryPlan(WebhookSettings settings) {
        Long seed = settings.jitterSeed();
        return new RetryPlan(
                settings.retries(), settings.longestPause(), seed == null ? new SecureRandom() : new Random(seed));
    }

    @Bean
    RecurringJob forgetDeliveries(DeliveryLog log) {
        return new RecurringJob("webhooks.forget", Duration.ofHours(1), log::forget);
    }
}
