package io.kosh.acceptance;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON as a client writes and reads it.
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    /// The text as JSON, an empty object where it is none.
    static JsonNode lenient(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null || node.isMissingNode() ? MAPPER.createObjectNode() : node;
        } catch (JacksonException _) {
            return MAPPER.createObjectNode();
        }
    }

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /// An object of alternating keys and values, in that order.
    static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }
}
