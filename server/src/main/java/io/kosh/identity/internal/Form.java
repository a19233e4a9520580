package io.kosh.identity.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of a posted form. A field that is sent empty counts as absent, and one that is sent twice is refused
/// (RFC 6749, 3.2).
record Form(Map<String, String> fields) {
    private static final int MOST_BYTES = 16_384;

    static Form read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw Refusal.of(CommonError.BODY_TOO_LARGE, "the form is larger than " + MOST_BYTES + " bytes");
        }
        Map<String, String> fields = new HashMap<>();
        for (String pair : new String(bytes, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (value.isEmpty()) {
                continue;
            }
            if (fields.put(name, value) != null) {
                throw invalid("a form field was sent twice");
            }
        }
        return new Form(fields);
    }

    String required(String name, int max) {
        String value = optional(name, max);
        if (value == null) {
            throw invalid(name + " is required");
        }
        return value;
    }

    @Nullable
    String optional(String name, int max) {
        String value = fields.get(name);
        if (value != null && value.length() > max) {
            throw invalid(name + " may be at most " + max + " characters long");
        }
        return value;
    }

    private static String decode(String text) {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (decoded.indexOf(0) >= 0) {
                throw invalid("the form holds a NUL character");
            }
            return decoded;
        } catch (IllegalArgumentException _) {
            throw invalid("the form is not well encoded");
        }
    }

    private static Refusal invalid(String why) {
        return Refusal.of(GrantError.INVALID_REQUEST, why);
    }
}
