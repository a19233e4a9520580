package io.kosh.portal.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.json.JsonMapper;

/// Makes an example value from a schema: its own example where it has one, else one put together from its parts.
final class ApiExample {
    private static final int MOST_DEPTH = 8;
    private static final DefaultPrettyPrinter INDENTED = new DefaultPrettyPrinter()
            .withSeparators(Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
            .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);

    private final ApiDocument document;
    private final JsonMapper json;

    ApiExample(ApiDocument document, JsonMapper json) {
        this.document = document;
        this.json = json;
    }

    /// The example as indented JSON.
    String of(Map<String, Object> schema) {
        return json.writer().with(INDENTED).writeValueAsString(value(schema, 0));
    }

    /// The example as the fields of a form.
    String form(Map<String, Object> schema) {
        return value(schema, 0) instanceof Map<?, ?> fields
                ? fields.entrySet().stream()
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining("&"))
                : "";
    }

    /// The example of one parameter as it stands in a path or a query.
    String plain(Map<String, Object> parameter) {
        Object example = parameter.containsKey("example")
                ? parameter.get("example")
                : value(ApiDocument.object(parameter, "schema"), 0);
        String text = String.valueOf(example);
        return text.equals("text") ? "{" + parameter.get("name") + "}" : text;
    }

    private @Nullable Object value(Map<String, Object> reference, int depth) {
        Map<String, Object> schema = document.resolved(reference);
        if (schema.containsKey("example")) {
            return schema.get("example");
        }
        if (depth > MOST_DEPTH) {
            return null;
        }
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            List<Map<String, Object>> choices = ApiDocument.objects(schema, choice);
            if (!choices.isEmpty()) {
                return value(choices.getFirst(), depth + 1);
            }
        }
        if (schema.get("enum") instanceof List<?> values && !values.isEmpty()) {
            return values.getFirst();
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> {
                Object item = value(ApiDocument.object(schema, "items"), depth + 1);
                yield item == null ? List.of() : List.of(item);
            }
            case "integer", "number" -> 0;
            case "boolean" -> true;
            case "null" -> null;
            default -> ApiDocument.text(schema, "format").equals("date-time") ? "2026-11-22T09:30:00Z" : "text";
        };
    }

    private Map<String, Object> object(Map<String, Object> schema, int depth) {
        Map<String, Object> result = new LinkedHashMap<>();
        Map<String, Object> properties = ApiDocument.object(schema, "properties");
        for (String name : properties.keySet()) {
            result.put(name, value(ApiDocument.object(properties, name), depth + 1));
        }
        return result;
    }

    /// The type of a schema; of `[string, null]` it is `string`.
    static String type(Map<String, Object> schema) {
        if (schema.get("type") instanceof List<?> types) {
            return types.stream()
                    .map(String::valueOf)
                    .filter(type -> !type.equals("null"))
                    .findFirst()
                    .orElse("null");
        }
        String type = ApiDocument.text(schema, "type");
        return type.isEmpty() && schema.containsKey("properties") ? "object" : type.isEmpty() ? "string" : type;
    }
}
