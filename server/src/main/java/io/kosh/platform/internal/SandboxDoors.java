package io.kosh.platform.internal;

import io.kosh.platform.CallbackFaults;
import io.kosh.platform.EventNotes;
import io.kosh.platform.Masking;
import io.kosh.platform.RailFaults;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What contexts may always ask, whether or not a sandbox listens.
@Configuration(proxyBeanMethods = false)
class SandboxDoors {

    @Bean
    Masking masking() {
        return text -> Objects.requireNonNullElse(LogMasking.mask(text), "");
    }

    @Bean
    @ConditionalOnProperty(name = "kosh.profile", havingValue = "live")
    EventNotes noEventNotes() {
        return (_, _) -> {};
    }

    @Bean
    @ConditionalOnProperty(name = "kosh.profile", havingValue = "live")
    RailFaults noRailFaults() {
        return (_, _, _) -> null;
    }

    @Bean
    @ConditionalOnProperty(name = "kosh.profile", havingValue = "live")
    CallbackFaults noCallbackFaults() {
        return (_, _, _) -> null;
    }
}
