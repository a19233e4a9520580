package io.kosh.cards.internal;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/// The settings of spending.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SpendSettings.class)
class SpendSetup {}
