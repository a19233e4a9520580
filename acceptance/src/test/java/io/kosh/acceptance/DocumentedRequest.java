package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.acceptance.Api.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A request as the documents show it, with what is known of its answer. It comes from `documented-requests.json`,
/// not from the document that the server writes of itself, so that the two cannot drift apart together. Where the
/// documents have a name only (`pathOnly`), its body is that of its siblings.
///
/// @param body   the example; missing where the request has none
/// @param fields documented fields that the example leaves out
/// @param answer an example of the answer, as far as one was shown
record DocumentedRequest(String name, String method, String path, JsonNode body, Set<String> fields, JsonNode answer) {
    private static final JsonNode ALL = read();

    private static JsonNode read() {
        try (InputStream in =
                Objects.requireNonNull(DocumentedRequest.class.getResourceAsStream("/documented-requests.json"))) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> names() {
        return Set.copyOf(ALL.propertyNames());
    }

    static DocumentedRequest of(String name) {
        JsonNode found = ALL.required(name);
        Set<String> fields = new HashSet<>();
        found.path("fields").forEach(field -> fields.add(field.asString()));
        return new DocumentedRequest(
                name,
                World.text(found, "method"),
                World.text(found, "path"),
                found.path("body"),
                fields,
                found.path("answer"));
    }

    /// The path with ids in their places.
    String path(Map<String, String> ids) {
        String filled = path;
        for (var id : ids.entrySet()) {
            assertThat(filled).as(name).contains("{" + id.getKey() + "}");
            filled = filled.replace("{" + id.getKey() + "}", Api.encoded(id.getValue()));
        }
        assertThat(filled).as(name).doesNotContain("{");
        return filled;
    }

    /// The example with some values of ours. Only documented fields take one: what is sent is the documented request
    /// whatever a test puts into it.
    @Nullable
    Object body(Map<String, Object> ours) {
        if (body.isMissingNode()) {
            assertThat(ours).as(name).isEmpty();
            return null;
        }
        if (body instanceof ArrayNode items) {
            ArrayNode sent = items.deepCopy();
            sent.set(0, filled((ObjectNode) items.required(0), ours));
            return sent;
        }
        return filled((ObjectNode) body, ours);
    }

    private ObjectNode filled(ObjectNode example, Map<String, Object> ours) {
        ObjectNode filled = example.deepCopy();
        new LinkedHashMap<>(ours).forEach((field, value) -> {
            assertThat(filled.has(field) || fields.contains(field))
                    .as(name + " has no field " + field)
                    .isTrue();
            filled.putPOJO(field, value);
        });
        return filled;
    }

    /// The request succeeded, and its answer has every field of the documented one, each of its kind.
    Reply answered(Reply reply) {
        assertThat(reply.status()).as(name + ": " + reply).isEqualTo(200);
        for (String code : Set.of("code", "response_code")) {
            if (reply.json().has(code)) {
                assertThat(reply.number(code)).as(name + ": " + reply).isZero();
            }
        }
        compare(name + ": " + reply, answer, reply.json());
        return reply;
    }

    private static void compare(String where, JsonNode documented, JsonNode told) {
        if (documented instanceof ObjectNode fields) {
            for (var field : fields.properties()) {
                assertThat(told.has(field.getKey()))
                        .as(field.getKey() + " in " + where)
                        .isTrue();
                compare(field.getKey() + " in " + where, field.getValue(), told.required(field.getKey()));
            }
        } else if (documented instanceof ArrayNode items) {
            assertThat(told.isArray()).as(where).isTrue();
            assertThat(told).as(where).isNotEmpty();
            compare(where, items.required(0), told.required(0));
        } else if (!documented.isMissingNode() && !told.isNull()) {
            assertThat(told.getNodeType()).as(where).isEqualTo(documented.getNodeType());
        }
    }
}
