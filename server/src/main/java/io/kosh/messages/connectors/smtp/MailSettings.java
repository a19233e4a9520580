package io.kosh.messages.connectors.smtp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The SMTP server of a live installation, bound from `kosh.mail.*`. Every default is here.
///
/// @param host     null where mails cannot be sent
/// @param username null where the server asks for none
/// @param from     whom mails come from
/// @param starttls whether nothing is said before the connection is encrypted and the server's certificate checked
/// @param timeout  of connecting, and of each step after it
@ConfigurationProperties("kosh.mail")
record MailSettings(
        @Nullable String host,
        @DefaultValue("587") int port,
        @Nullable String username,
        @Nullable String password,
        @Nullable String from,
        @DefaultValue("true") boolean starttls,
        @DefaultValue("5s") Duration timeout) {

    @Override
    public String toString() {
        return "MailSettings[" + host + ":" + port + "]";
    }
}
