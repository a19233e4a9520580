package io.kosh.platform.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import io.kosh.platform.CompatNotes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// An encrypted body as it travels: `{"request": "<base64>"}`, or on older pages the bare text. A text of
/// AES-256-GCM has the name of the algorithm and a dot before it, which are no base64; nobody can take one for the
/// other.
///
/// @param bare   whether the text came without the object around it
/// @param sealed the bytes, as many as the algorithm needs at least
@SuppressWarnings("ArrayRecordComponent")
record WrappedBody(boolean bare, Algorithm algorithm, byte[] sealed) {
    static final String FIELD = "request";

    private static final byte[] NAMED = ("\"" + FIELD + "\"").getBytes(StandardCharsets.UTF_8);
    private static final String GCM_PREFIX = Algorithm.GCM.label + ".";
    private static final int MOST_DEPTH = 64;

    /// How a body is encrypted; its answer is, too.
    enum Algorithm {
        DOCUMENTED("AES-128-ECB"),
        GCM("A256GCM");

        private final String label;

        Algorithm(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /// Reads texts as long as a body may be; the usual limit is for a field.
    static JsonFactory reader(long mostBytes) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_DEPTH)
                        .maxStringLength(Math.toIntExact(mostBytes))
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /// Null for a plain body, also for one that cannot be read: the controller says what is wrong with it.
    static @Nullable WrappedBody read(JsonFactory json, byte[] body) {
        int first = firstOf(body);
        if (first != '"' && (first != '{' || !names(body))) {
            return null;
        }
        String text = text(json, body);
        if (text == null) {
            return null;
        }
        boolean bare = first == '"';
        if (bare) {
            CompatNotes.add("body: a bare text was taken as an encrypted body");
        }
        return of(text, bare);
    }

    /// The text that stands in `request`.
    static WrappedBody of(String text, boolean bare) {
        boolean gcm = text.startsWith(GCM_PREFIX);
        byte[] sealed = decoded(gcm ? text.substring(GCM_PREFIX.length()) : text);
        boolean whole = gcm
                ? sealed.length >= GcmBodies.NONCE + GcmBodies.TAG
                : sealed.length > 0 && sealed.length % EcbBodies.BLOCK == 0;
        if (!whole) {
            throw invalid();
        }
        return new WrappedBody(bare, gcm ? Algorithm.GCM : Algorithm.DOCUMENTED, sealed);
    }

    /// One sentence whatever was wrong, the documented one: who changes a text must not learn how far it came.
    static Refusal invalid() {
        return Refusal.ofField(CommonError.ENCRYPTION_INVALID, FIELD, "Invalid encrypted request.");
    }

    /// An answer in the form of this request.
    byte[] answer(byte[] sealedAnswer) {
        String base64 = Base64.getEncoder().encodeToString(sealedAnswer);
        String text = "\"" + (algorithm == Algorithm.GCM ? GCM_PREFIX : "") + base64 + "\"";
        return (bare ? text : "{\"" + FIELD + "\":" + text + "}").getBytes(StandardCharsets.UTF_8);
    }

    /// Whether these bytes are one JSON object or array.
    static boolean isJson(JsonFactory json, byte[] plain) {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), plain)) {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
                return false;
            }
            parser.skipChildren();
            return parser.currentToken() != null && parser.currentToken().isStructEnd() && parser.nextToken() == null;
        } catch (JacksonException _) {
            return false;
        }
    }

    private static @Nullable String text(JsonFactory json, byte[] body) {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
            String text = parser.nextToken() == JsonToken.START_OBJECT ? member(parser) : parser.getString();
            return parser.nextToken() == null ? text : null;
        } catch (JacksonException _) {
            return null;
        }
    }

    private static @Nullable String member(JsonParser parser) {
        String text = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean wanted = parser.currentName().equals(FIELD);
            JsonToken value = parser.nextToken();
            if (wanted && value == JsonToken.VALUE_STRING) {
                text = parser.getString();
            }
            parser.skipChildren();
        }
        return text;
    }

    private static byte[] decoded(String base64) {
        String text = base64;
        if (base64.indexOf('\n') >= 0) {
            CompatNotes.add("request: line breaks in base64 were left out");
            text = base64.replace("\r", "").replace("\n", "");
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw invalid();
        }
    }

    private static int firstOf(byte[] body) {
        for (byte each : body) {
            if (each != ' ' && each != '\n' && each != '\r' && each != '\t') {
                return each;
            }
        }
        return -1;
    }

    /// A quick look, so that most plain bodies are parsed once.
    private static boolean names(byte[] body) {
        for (int at = 0; at <= body.length - NAMED.length; at++) {
            int same = 0;
            while (same < NAMED.length && body[at + same] == NAMED[same]) {
                same++;
            }
            if (same == NAMED.length) {
                return true;
            }
        }
        return false;
    }
}
