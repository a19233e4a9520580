package io.kosh.sandbox.internal;

import io.kosh.messages.Channel;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A mail or an SMS that the sandbox's receivers took.
///
/// @param at      real time
/// @param kind    the template's name
/// @param subject of a mail
/// @param otp     the code that it brings, null where it brings none
record InboxMessage(
        long id,
        String messageId,
        Instant at,
        Channel channel,
        String kind,
        String from,
        String to,
        @Nullable String subject,
        String text,
        @Nullable String otp) {
    private static final Pattern CODE = Pattern.compile("(?<![0-9])[0-9]{6}(?![0-9])");
    private static final Set<String> WITH_CODE = Set.of("otp", "bank-otp");

    /// What to look for; null is no bound.
    record Filter(@Nullable String to, @Nullable Channel channel) {}

    /// The code in a text of a kind that brings one.
    static @Nullable String code(String kind, String text) {
        Matcher code = CODE.matcher(text);
        return WITH_CODE.contains(kind) && code.find() ? code.group() : null;
    }

    @Override
    public String toString() {
        return "InboxMessage[" + messageId + "]";
    }
}
