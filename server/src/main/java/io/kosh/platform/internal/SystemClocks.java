package io.kosh.platform.internal;

import io.kosh.platform.BusinessClock;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The two clocks. Until the sandbox moves it, business time is the infrastructure's time.
@Configuration(proxyBeanMethods = false)
class SystemClocks {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    BusinessClock businessClock(Clock clock) {
        return _ -> clock.instant();
    }
}
