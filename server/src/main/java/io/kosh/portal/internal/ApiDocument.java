package io.kosh.portal.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/// The committed OpenAPI document, packed into the program by the build. Read at the first question and kept.
@Component
final class ApiDocument {
    private static final String RESOURCE = "/api/openapi.yaml";

    private final JsonMapper json;
    private @Nullable Content content;

    ApiDocument(JsonMapper json) {
        this.json = json;
    }

    /// @param tree the document as maps, lists and scalars
    private record Content(String yaml, String json, Map<String, Object> tree) {}

    String yaml() {
        return content().yaml();
    }

    String json() {
        return content().json();
    }

    Map<String, Object> tree() {
        return content().tree();
    }

    /// The object under a key, empty where there is none.
    @SuppressWarnings("unchecked") // a JSON object has texts as keys
    static Map<String, Object> object(Map<String, Object> parent, String key) {
        return parent.get(key) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /// The objects of the list under a key, empty where there is none.
    @SuppressWarnings("unchecked") // a JSON object has texts as keys
    static List<Map<String, Object>> objects(Map<String, Object> parent, String key) {
        return parent.get(key) instanceof List<?> list
                ? list.stream().map(each -> (Map<String, Object>) each).toList()
                : List.of();
    }

    /// The text under a key, empty where there is none.
    static String text(Map<String, Object> parent, String key) {
        Object value = parent.get(key);
        return value == null ? "" : value.toString();
    }

    /// The object itself, or the one that its `$ref` points to.
    Map<String, Object> resolved(Map<String, Object> object) {
        Map<String, Object> found = object;
        while (found.get("$ref") instanceof String reference) {
            Map<String, Object> at = tree();
            for (String step : reference.substring("#/".length()).split("/", -1)) {
                at = object(at, step);
            }
            found = at;
        }
        return found;
    }

    private synchronized Content content() {
        Content known = content;
        if (known == null) {
            known = read();
            content = known;
        }
        return known;
    }

    private Content read() {
        try (InputStream source = ApiDocument.class.getResourceAsStream(RESOURCE)) {
            if (source == null) {
                throw new IllegalStateException("the build left out " + RESOURCE);
            }
            String yaml = new String(source.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, Object> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
            return new Content(yaml, json.writeValueAsString(tree), tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
