package io.kosh.messages;

import io.kosh.kernel.Secret;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A mail or an SMS that is to be sent. Its text may hold a code, so it is printed nowhere.
///
/// @param to        who it goes to
/// @param kind      the template's name in the message bundles, such as `otp`
/// @param subject   of a mail, one line; null for an SMS
/// @param text      plain text
/// @param usefulFor how long it is worth sending, null for as long as it takes
public record Message(
        Recipient to,
        String kind,
        @Nullable String subject,
        Secret<String> text,
        @Nullable Duration usefulFor) {
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final int LONGEST_SUBJECT = 200;
    private static final int LONGEST_TEXT = 20_000;

    public Message {
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("a kind has small letters, digits and hyphens");
        }
        if ((subject == null) != (to.channel() == Channel.SMS)) {
            throw new IllegalArgumentException("a mail has a subject and an SMS has none");
        }
        // A line break in a header would begin another one.
        if (subject != null
                && (subject.length() > LONGEST_SUBJECT || subject.chars().anyMatch(c -> c < ' '))) {
            throw new IllegalArgumentException("a subject is one line");
        }
        if (text.value().length() > LONGEST_TEXT || text.value().indexOf(0) >= 0) {
            throw new IllegalArgumentException("the text is too long or holds a NUL");
        }
    }

    /// The same, worth sending for so long only.
    public Message usefulFor(Duration duration) {
        return new Message(to, kind, subject, text, duration);
    }
}
