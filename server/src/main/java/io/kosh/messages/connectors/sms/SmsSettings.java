package io.kosh.messages.connectors.sms;

import io.kosh.messages.Language;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
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
/// @param templates the registered template's id (DLT) by kind and language, such as `otp.hi`; `otp` alone is English
/// @param timeout   of connecting and answering
@ConfigurationProperties("kosh.sms")
record SmsSettings(
        @Nullable URI url,
        @Nullable String token,
        @Nullable String senderId,
        @Nullable String entityId,
        @DefaultValue Map<String, String> templates,
        @DefaultValue("5s") Duration timeout) {

    /// A template is registered with its text, so a text in another language needs one of its own.
    @Nullable
    String template(String kind, Language language) {
        String own = templates.get(key(kind, language));
        return own == null && language == Language.EN ? templates.get(kind) : own;
    }

    /// Whether the operators know this kind, but not in this language: then they would drop the SMS.
    boolean lacks(String kind, Language language) {
        return template(kind, language) == null
                && (templates.containsKey(kind)
                        || Arrays.stream(Language.values()).anyMatch(each -> templates.containsKey(key(kind, each))));
    }

    /// As the templates have it.
    static String key(String kind, Language language) {
        return kind + "." + language.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "SmsSettings[" + url + "]";
    }
}
