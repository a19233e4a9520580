package io.kosh.cards.connectors.iso8583;

import com.solab.iso8583.IsoMessage;
import com.solab.iso8583.IsoType;
import com.solab.iso8583.IsoValue;
import com.solab.iso8583.MessageFactory;
import com.solab.iso8583.parse.FieldParseInfo;
import io.kosh.cards.connectors.iso8583.Element.Format;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Messages as bytes, by j8583: type, bitmaps and values all in ASCII characters, bitmaps in hexadecimal
/// digits.
final class Iso8583Wire {
    private static final String ASCII = "US-ASCII";
    private static final int TYPE_LENGTH = 4;
    private static final int BITMAP_LENGTH = 16;
    private static final int HEXADECIMAL = 16;

    private final MessageFactory<IsoMessage> factory = new MessageFactory<>();
    private final Set<String> types = new HashSet<>();

    Iso8583Wire() {
        factory.setCharacterEncoding(ASCII);
        factory.setForceStringEncoding(true);
        Map<Integer, FieldParseInfo> guide = new HashMap<>();
        Element.all().forEach((element, format) -> {
            FieldParseInfo info = FieldParseInfo.getInstance(isoType(format), format.length(), ASCII, true);
            info.setForceStringDecoding(true);
            guide.put(element, info);
        });
        for (MessageType type : MessageType.values()) {
            types.addAll(List.of(type.asked(), type.repeated(), type.answered()));
        }
        types.forEach(type -> factory.setParseMap(Integer.parseInt(type, HEXADECIMAL), guide));
    }

    private static IsoType isoType(Format format) {
        return switch (format.kind()) {
            case DIGITS -> IsoType.NUMERIC;
            case TEXT -> IsoType.ALPHA;
            case TO_99 -> IsoType.LLVAR;
            case TO_999 -> IsoType.LLLVAR;
        };
    }

    CardMessage read(byte[] bytes) throws Garbage {
        String type = type(bytes);
        Map<Integer, String> elements = new TreeMap<>();
        try {
            IsoMessage message = factory.parseMessage(bytes, 0);
            for (int element : Element.all().keySet()) {
                IsoValue<?> value = message.getAt(element);
                if (value != null) {
                    elements.put(element, String.valueOf(value.getValue()));
                }
            }
        } catch (ParseException | UnsupportedEncodingException | RuntimeException e) {
            // Its text quotes what came.
            throw new Garbage("no message, by " + e.getClass().getSimpleName());
        }
        checkLength(bytes, elements);
        return new CardMessage(type, elements);
    }

    /// Of an unknown type the library logs the message, and a bitmap's wrong digits it skips.
    private String type(byte[] bytes) throws Garbage {
        for (byte each : bytes) {
            if (each < ' ' || each > '~') {
                throw new Garbage("not in characters");
            }
        }
        String type = new String(bytes, 0, TYPE_LENGTH, StandardCharsets.US_ASCII);
        if (!types.contains(type)) {
            throw new Garbage("of no type that is known");
        }
        int end = TYPE_LENGTH + BITMAP_LENGTH * (hasSecond(bytes) ? 2 : 1);
        for (int i = TYPE_LENGTH; i < end; i++) {
            if (i >= bytes.length || Character.digit(bytes[i], HEXADECIMAL) < 0) {
                throw new Garbage("without a bitmap");
            }
        }
        return type;
    }

    private static boolean hasSecond(byte[] bytes) {
        return Character.digit(bytes[TYPE_LENGTH], HEXADECIMAL) >= 8;
    }

    /// The library reads up to the last element, and is silent about what stands behind it.
    private static void checkLength(byte[] bytes, Map<Integer, String> elements) throws Garbage {
        int length = TYPE_LENGTH + BITMAP_LENGTH * (hasSecond(bytes) ? 2 : 1);
        for (var element : elements.entrySet()) {
            Format format = format(element.getKey());
            length += format.fixed()
                    ? format.length()
                    : format.kind().lengthDigits() + element.getValue().length();
            if (element.getValue().length() > format.length()) {
                throw new Garbage("data element " + element.getKey() + " is too long");
            }
        }
        if (length != bytes.length) {
            throw new Garbage("a length that does not fit its data elements");
        }
    }

    private static Format format(int element) {
        Format format = Element.all().get(element);
        if (format == null) {
            throw new IllegalStateException("there is no data element " + element);
        }
        return format;
    }

    byte[] write(CardMessage message) {
        IsoMessage written = factory.newMessage(Integer.parseInt(message.type(), HEXADECIMAL));
        message.elements().forEach((element, value) -> {
            Format format = format(element);
            if (value.length() > format.length()) {
                throw new IllegalStateException("data element " + element + " is too long");
            }
            written.setValue(element, value, isoType(format), format.length());
        });
        return written.writeData();
    }
}
