package io.kosh.portal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ApiExampleTest {
    private final JsonMapper json = JsonMapper.shared();
    private final ApiDocument document = new ApiDocument(json);
    private final ApiExample examples = new ApiExample(document, json);

    @Test
    void anObjectIsPutTogetherFromItsPropertiesInTheirOrder() {
        Map<String, Object> amount = Map.of("type", "integer", "example", 10);
        Map<String, Object> schema = Map.of("type", "object", "properties", Map.of("amount", amount));

        assertThat(json.readTree(examples.of(schema))).isEqualTo(json.readTree("{\"amount\":10}"));
    }

    @Test
    void aListShowsOneItemAndAnEnumItsFirstValue() {
        Map<String, Object> schema =
                Map.of("type", "array", "items", Map.of("type", "string", "enum", List.of("CUSTOM", "DEFAULT")));

        assertThat(json.readTree(examples.of(schema))).isEqualTo(json.readTree("[\"CUSTOM\"]"));
    }

    @Test
    void aFormIsSentFieldByField() {
        Map<String, Object> schema = Map.of(
                "type", "object", "properties", Map.of("grant_type", Map.of("type", "string", "example", "password")));
        CurlLine curl = new CurlLine(examples, "http://localhost:8080");

        assertThat(curl.of(
                        "post",
                        "/oauth/token",
                        List.of(),
                        List.of(new ApiReference.Example(CurlLine.FORM, examples.form(schema))),
                        true))
                .isEqualTo("""
                        curl -sS 'http://localhost:8080/oauth/token' \\
                          -u "$CLIENT_ID:$CLIENT_SECRET" \\
                          --data-urlencode 'grant_type=password'\
                        """);
    }

    @Test
    void aCurlLineFillsThePathAndQuotesTheBody() {
        CurlLine curl = new CurlLine(examples, "http://localhost:8080");
        Map<String, Object> id = Map.of("name", "id", "in", "path", "required", true, "example", "WCC1");

        assertThat(curl.of(
                        "patch",
                        "/api/v0/things/{id}",
                        List.of(id),
                        List.of(new ApiReference.Example("application/json", "{\"a\":\"it's\"}")),
                        false))
                .isEqualTo("""
                        curl -sS -X PATCH 'http://localhost:8080/api/v0/things/WCC1' \\
                          -H "Authorization: Bearer $TOKEN" \\
                          -H 'Content-Type: application/json' \\
                          -d '{"a":"it'\\''s"}'\
                        """);
    }
}
