package io.kosh.messages.internal;

import io.kosh.kernel.Secret;
import io.kosh.messages.Channel;
import io.kosh.messages.Language;
import io.kosh.messages.Message;
import io.kosh.messages.Recipient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What of a message is encrypted while it waits, and gone afterwards.
record Content(
        Channel channel,
        String address,
        Language language,
        @Nullable String subject,
        String text) {
    private static final JsonMapper JSON = new JsonMapper();

    static byte[] bytes(Message message) {
        Recipient to = message.to();
        return JSON.writeValueAsBytes(new Content(
                to.channel(),
                to.address(),
                to.language(),
                message.subject(),
                message.text().value()));
    }

    static Content of(byte[] bytes) {
        return JSON.readValue(bytes, Content.class);
    }

    Recipient to() {
        return new Recipient(channel, address, language);
    }

    Secret<String> secret() {
        return new Secret<>(text);
    }

    @Override
    public String toString() {
        return "Content[" + to() + "]";
    }
}
