package io.kosh.loyalty.internal.shop;

import io.kosh.platform.RailFaults.Rail;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The settings, and the rail.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ShopSettings.class)
class ShopSetup {

    @Bean
    Rail railOfVouchers() {
        return new Rail(SupplierCalls.RAIL, SupplierCalls.FIELDS);
    }
}
