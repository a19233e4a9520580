package io.kosh.messages.connectors.sms;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The SMS gateway of a live installation, bound from `kosh.sms.*`. Every default is here.
///
/// @param url       null where SMS cannot be sent
/// @param token     sent as a bearer token, null for none
/// @param senderId  the header registered with the operators (DLT), such as `KOSHPY`
/// @param entityId  the principal entity's id registered with the operators (DLT)
/// @param templates the registered template's id (DLT) by kind, such as `otp`
/// @param timeout   of connecting and answering
@ConfigurationProperties("kosh.sms")
record SmsSettings(
        @Nullable URI url,
        @Nullable String token,
        @Nullable String senderId,
        @Nullable String entityId,
        @DefaultValue Map<String, String> templates,
        @DefaultValue("5s") Duration timeout) {

    @Override
    public String toString() {
        return "SmsSettings[" + url + "]";
    }
}
