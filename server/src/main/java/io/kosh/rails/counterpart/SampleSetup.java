package io.kosh.rails.counterpart;

import io.kosh.platform.RailFaults.Rail;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What scenarios can spoil of the sandbox's acquirer.
@Configuration(proxyBeanMethods = false)
@OnlyInSandbox
class SampleSetup {

    @Bean
    Rail railOfCallbacks() {
        return SampleCallbacks.SPOILED;
    }
}
