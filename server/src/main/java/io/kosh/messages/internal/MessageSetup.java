package io.kosh.messages.internal;

import io.kosh.platform.CompanyTables;
import io.kosh.platform.RailFaults.Rail;
import io.kosh.platform.RecurringJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The settings, the rails, the job that forgets what is old, and what snapshots leave alone.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MessageSettings.class)
class MessageSetup {

    @Bean
    RecurringJob forgetMessages(OldMessages messages) {
        return new RecurringJob("messages.forget", Duration.ofHours(1), messages::forget);
    }

    @Bean
    Rail railOfMails() {
        return new Rail(Rails.MAIL, Rails.FIELDS);
    }

    @Bean
    Rail railOfSms() {
        return new Rail(Rails.SMS, Rails.FIELDS);
    }

    @Bean
    CompanyTables companyTablesOfMessages() {
        return new CompanyTables(
                "messages",
                List.of(),
                Map.of(
                        "message", "what was sent was sent, and what waits is still owed to who it goes to",
                        "challenge", "codes count by real time, and how many were sent counts whatever is restored",
                        "sending", "how often somebody was written to counts whatever is restored"));
    }
}
