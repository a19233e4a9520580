package io.kosh.messages.internal;

import io.kosh.kernel.Secret;
import io.kosh.messages.Channel;
import io.kosh.messages.Language;
import io.kosh.messages.Message;
import io.kosh.messages.Recipient;
import java.util.List;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/// What messages say, from the bundles.
@Component
final class MessageTexts {
    private final MessageSource bundles;

    MessageTexts(MessageSource bundles) {
        this.bundles = bundles;
    }

    Message compose(Recipient to, String kind, List<String> values) {
        boolean mail = to.channel() == Channel.MAIL;
        String template = "message." + kind;
        return new Message(
                to,
                kind,
                // What a value brings along may not begin another header.
                mail ? text(template + ".subject", to.language(), values).replaceAll("\\p{Cntrl}", " ") : null,
                new Secret<>(text(template + (mail ? ".text" : ".sms"), to.language(), values)),
                null);
    }

    /// What a code is for, in words.
    String purpose(String purpose, Language language) {
        return text("message.purpose." + purpose, language, List.of());
    }

    private String text(String key, Language language, List<String> values) {
        return bundles.getMessage(key, values.toArray(), language.locale());
    }
}
