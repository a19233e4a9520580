package io.kosh.messages.connectors.sms;

import io.kosh.messages.SmsSender.Sms;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is sent to a gateway; docs/guides/messages.md describes it.
record SmsWire(
        String messageId,
        String to,
        String text,
        String language,
        @Nullable String senderId,
        @Nullable String entityId,
        @Nullable String templateId) {

    static SmsWire of(Sms sms, SmsSettings settings) {
        return new SmsWire(
                sms.id(),
                sms.to().address(),
                sms.text().value(),
                sms.to().language().name().toLowerCase(Locale.ROOT),
                settings.senderId(),
                settings.entityId(),
                settings.template(sms.kind(), sms.to().language()));
    }

    @Override
    public String toString() {
        return "SmsWire[" + messageId + "]";
    }
}
