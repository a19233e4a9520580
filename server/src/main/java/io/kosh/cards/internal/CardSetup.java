package io.kosh.cards.internal;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The settings and the limits.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CardSettings.class)
class CardSetup {

    @Bean
    PrepaidLimits prepaidLimits(CardSettings settings) {
        return new PrepaidLimits(PrepaidLimits.shipped(), settings.firstLoadMinor());
    }
}
