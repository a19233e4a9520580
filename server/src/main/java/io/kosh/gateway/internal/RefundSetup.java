package io.kosh.gateway.internal;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/// The settings.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RefundSettings.class)
class RefundSetup {}
