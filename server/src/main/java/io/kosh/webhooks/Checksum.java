package io.kosh.webhooks;

import io.kosh.kernel.Secret;
import io.kosh.platform.MasterKey.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The `checksum` field of documented bodies: HMAC-SHA256, in lower-case hexadecimal, over the canonical form of the
/// body. The documents show the field and no recipe, so this one is ours, in one place, wherever the field appears.
///
/// Canonical: UTF-8 without white space; the keys of every object in the order of their UTF-8 bytes; `checksum` of the
/// outermost object left out; numbers with the digits that they were written with; in texts only `"`, `\` and control
/// characters are escaped, by their short form where JSON has one and else as four hexadecimal digits.
public final class Checksum {
    /// What the field is called.
    public static final String FIELD = "checksum";

    private static final JsonFactory JSON = new JsonFactory();

    private Checksum() {}

    /// The checksum of a body, whether it has the field yet or not.
    ///
    /// @param key  the bytes of the receiver's secret, what follows `whsec_` decoded
    /// @param body a JSON object
    public static String of(Secret<byte[]> key, String body) {
        return HexFormat.of().formatHex(KeyedHash.under(key.value()).of(canonical(body)));
    }

    /// Whether a checksum is the body's; takes the same time wherever they differ.
    public static boolean matches(Secret<byte[]> key, String body, String checksum) {
        return MessageDigest.isEqual(
                of(key, body).getBytes(StandardCharsets.US_ASCII), checksum.getBytes(StandardCharsets.UTF_8));
    }

    /// A body with its checksum as the last field.
    public static String addTo(Secret<byte[]> key, String body) {
        int end = body.lastIndexOf('}');
        String fields = body.substring(0, end).stripTrailing();
        return fields + (fields.endsWith("{") ? "" : ",") + "\"" + FIELD + "\":\"" + of(key, body) + "\"}";
    }

    /// The text that the checksum is computed over. Throws Jackson's exception where the body is no JSON.
    public static String canonical(String body) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            parser.nextToken();
            StringBuilder out = new StringBuilder(body.length());
            write(parser, out, true);
            return out.toString();
        }
    }

    private static void write(JsonParser parser, StringBuilder out, boolean outermost) {
        JsonToken token = parser.currentToken();
        switch (token) {
            case START_OBJECT -> object(parser, out, outermost);
            case START_ARRAY -> {
                out.append('[');
                String comma = "";
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    out.append(comma);
                    comma = ",";
                    write(parser, out, false);
                }
                out.append(']');
            }
            case VALUE_STRING -> text(parser.getString(), out);
            default -> out.append(parser.getString());
        }
    }

    private static void object(JsonParser parser, StringBuilder out, boolean outermost) {
        // UTF-16 puts characters beyond the first 65,536 before some others; their UTF-8 bytes do not.
        Map<String, String> fields = new TreeMap<>((a, b) -> java.util.Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            StringBuilder value = new StringBuilder();
            write(parser, value, false);
            if (!outermost || !name.equals(FIELD)) {
                fields.put(name, value.toString());
            }
        }
        out.append('{');
        String comma = "";
        for (var field : fields.entrySet()) {
            out.append(comma);
            comma = ",";
            text(field.getKey(), out);
            out.append(':').append(field.getValue());
        }
        out.append('}');
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
