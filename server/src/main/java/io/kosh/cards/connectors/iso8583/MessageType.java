package io.kosh.cards.connectors.iso8583;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a message asks for. A repetition, such as 0101, asks for the same as the first.
enum MessageType {
    AUTHORIZATION(0x0100),
    AUTHORIZATION_ADVICE(0x0120),
    FINANCIAL(0x0200),
    FINANCIAL_ADVICE(0x0220),
    REVERSAL(0x0400),
    REVERSAL_ADVICE(0x0420),
    NETWORK(0x0800);

    private static final int REPEATED = 0x0001;
    private static final int ANSWER = 0x0010;
    private static final Map<String, MessageType> BY_TEXT = Stream.of(values())
            .flatMap(type -> Stream.of(Map.entry(type.asked(), type), Map.entry(type.repeated(), type)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final int number;

    MessageType(int number) {
        this.number = number;
    }

    private static String text(int number) {
        return String.format(Locale.ROOT, "%04X", number);
    }

    /// As the first such message says, `0100` for example.
    String asked() {
        return text(number);
    }

    String repeated() {
        return text(number | REPEATED);
    }

    /// As its answer says.
    String answered() {
        return text(number | ANSWER);
    }

    /// Null for what nobody asks here.
    static @Nullable MessageType of(String text) {
        return BY_TEXT.get(text);
    }

    /// How messages of this type are named in a source: a reversal and its advice have the same effect.
    String source() {
        return switch (this) {
            case REVERSAL, REVERSAL_ADVICE -> REVERSAL.asked();
            default -> asked();
        };
    }
}
