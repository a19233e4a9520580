package io.kosh.platform.internal;

import io.kosh.platform.BusinessClock;
import io.kosh.platform.TimeShift;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The two clocks. Unless the sandbox moves it, business time is the infrastructure's time.
@Configuration(proxyBeanMethods = false)
class SystemClocks {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    BusinessClock businessClock(Clock clock, ObjectProvider<TimeShift> shifts) {
        TimeShift shift = shifts.getIfAvailable();
        return shift == null ? _ -> clock.instant() : company -> shift.shifted(company, clock.instant());
    }
}
