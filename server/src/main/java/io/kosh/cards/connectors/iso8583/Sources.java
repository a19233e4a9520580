package io.kosh.cards.connectors.iso8583;

import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// How messages are named for ever: by who sent it, the day it was sent, its type, its trace number and
/// its reference. A repetition has the same name. What follows a message carries its reference, and the
/// rest of its name in data element 90.
final class Sources {
    private static final String NOBODY = "0";
    private static final int TYPE_END = 4;
    private static final int TRACE_END = 10;
    private static final int DAY_END = 14;
    private static final int ACQUIRER_BEGIN = 20;
    private static final int ACQUIRER_END = 31;

    private final Clock clock;

    Sources(Clock clock) {
        this.clock = clock;
    }

    String of(CardMessage message, MessageType type) {
        LocalDate day = AskedPurchase.date(message.needed(Element.SENT_AT), clock, Element.SENT_AT);
        return named(message.digits(Element.ACQUIRER), day, type, message.needed(Element.TRACE), reference(message));
    }

    /// The name of the message that this one follows, null where it does not say.
    @Nullable
    String original(CardMessage message) {
        String original = message.digits(Element.ORIGINAL);
        if (original == null) {
            return null;
        }
        MessageType type = MessageType.of(original.substring(0, TYPE_END));
        if (type == null) {
            throw new CardMessage.Misformed(Element.ORIGINAL);
        }
        LocalDate day = AskedPurchase.date(original.substring(TRACE_END, DAY_END), clock, Element.ORIGINAL);
        return named(
                original.substring(ACQUIRER_BEGIN, ACQUIRER_END),
                day,
                type,
                original.substring(TYPE_END, TRACE_END),
                reference(message));
    }

    private static String reference(CardMessage message) {
        String reference = message.text(Element.REFERENCE);
        if (reference == null || !reference.matches("[A-Za-z0-9]{1,12}")) {
            throw new CardMessage.Misformed(Element.REFERENCE);
        }
        return reference;
    }

    private static String named(
            @Nullable String acquirer, LocalDate day, MessageType type, String trace, String reference) {
        String sender = acquirer == null ? "" : acquirer.replaceFirst("^0+", "");
        return String.join(
                "/",
                "iso8583",
                sender.isEmpty() ? NOBODY : sender,
                DateTimeFormatter.BASIC_ISO_DATE.format(day),
                type.source(),
                trace,
                reference);
    }
}
