package io.kosh.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/// The committed documents are what the running application would write.
class OpenApiTest {
    private static final Path API = Path.of("../docs/openapi.yaml");
    private static final Path ERRORS = Path.of("../docs/guides/errors.md");
    private static final Path TITLES = Path.of("src/test/resources/io/kosh/openapi/titles.txt");
    private static final Path SERVED = Path.of("target/classes/api/openapi.yaml");
    private static final boolean WRITE = Boolean.getBoolean("openapi.write");
    private static final String HOW_TO_REWRITE =
            "the code says something else: run ./mvnw test -pl server -Dtest=OpenApiTest -Dopenapi.write=true";

    @Test
    void theCommittedDocumentIsTheRunningApplication() {
        List<ApiDocuments.Code> codes = ApiDocuments.codes();
        String generated = ApiDocuments.yaml(generate(Map.of()), codes);
        if (WRITE) {
            write(API, generated);
            write(SERVED, generated);
        }

        assertThat(read(API)).as(HOW_TO_REWRITE).isEqualTo(generated);
    }

    @Test
    void theCatalogueListsEveryErrorCode() {
        String generated = ApiDocuments.errorsPage(ApiDocuments.codes());
        if (WRITE) {
            write(ERRORS, generated);
        }

        assertThat(read(ERRORS)).as(HOW_TO_REWRITE).isEqualTo(generated);
    }

    @Test
    void anErrorCodeIsUsedByOneContextOnly() {
        assertThat(ApiDocuments.codes()).extracting(ApiDocuments.Code::code).doesNotHaveDuplicates();
    }

    /// A reader who knows a route by the title that another generation of pages gave it finds it by that title.
    @Test
    void everyTitleOfTheDocumentedPagesIsFoundAtItsRoute() {
        Map<String, Object> document = new Yaml().load(read(API));
        for (String line : read(TITLES).lines().toList()) {
            String route = line.substring(0, line.indexOf(" | "));
            String title = line.substring(route.length() + " | ".length());
            String method = route.substring(0, route.indexOf(' '));
            String path = route.substring(method.length() + 1);
            var operation = (Map<?, ?>) at(document, "paths", path, method.toLowerCase(Locale.ROOT));
            String told = operation.get("summary") + ". " + operation.get("description");
            assertThat(told).as(route).containsIgnoringCase(title);
        }
    }

    @Test
    void theServerServesTheCommittedDocument() {
        TestServer server = TestServer.shared();

        assertThat(get(server, "/v3/api-docs.yaml")).isEqualTo(read(API));
        Object asJson = JsonMapper.shared().readValue(get(server, "/v3/api-docs"), Object.class);
        assertThat(asJson).isEqualTo(new Yaml().load(read(API)));
    }

    @Test
    void anAnswerIsShownInTheEnvelopeOfItsFamily() {
        Map<String, Object> document = sample();

        assertThat(at(document, "paths", "/api/v0/samples/{id}", "patch", "responses", "200", "content"))
                .hasToString(
                        "{application/json={schema={required=[payload, response_code, response_message], type=object, properties={payload={$ref=#/components/schemas/"
                                + "SampleView}, response_code={type=integer, example=0}, response_message={type=string, "
                                + "example=Success}}}}}");
        assertThat(at(document, "paths", "/api/v1/samples", "get", "responses", "200", "content"))
                .hasToString("{application/json={schema={$ref=#/components/schemas/PageSampleView}}}");
    }

    @Test
    void whatIsDocumentedByNameOnlyIsMarked() {
        assertThat(at(sample(), "paths", "/api/v0/samples/{id}", "patch", "x-documented"))
                .isEqualTo("name-only");
    }

    @Test
    void theCallerIsNoParameterAndAChangeIsItsOptionalContent() {
        Map<String, Object> document = sample();

        assertThat(at(document, "paths", "/api/v0/samples/{id}", "patch", "parameters"))
                .hasToString("[{name=id, in=path, required=true, schema={type=string}}]");
        assertThat(at(document, "components", "schemas", "SampleUpdateRequest", "required"))
                .isEqualTo(List.of("companyId"));
        assertThat(at(document, "components", "schemas", "SampleUpdateRequest", "properties", "amount", "type"))
                .isEqualTo("integer");
        assertThat(at(document, "components", "schemas", "SampleView", "properties", "note", "type"))
                .isEqualTo(List.of("string", "null"));
    }

    @Test
    void pagesAndTheDocumentItselfAreNotInTheDocument() {
        assertThat(sample())
                .extractingByKey("paths")
                .satisfies(paths -> assertThat(((Map<?, ?>) paths).keySet())
                        .allSatisfy(path -> assertThat(path.toString()).matches("/(api|oauth|pay|rails|sandbox)/.*")));
    }

    private static Map<String, Object> sample() {
        return SAMPLE.get();
    }

    private static final Supplier<Map<String, Object>> SAMPLE = org.springframework.util.function.SingletonSupplier.of(
            () -> new Yaml().load(ApiDocuments.yaml(generate(Map.of("kosh.test.sample-routes", "true")), List.of())));

    private static Object at(Object node, String... path) {
        Object found = node;
        for (String step : path) {
            Object next = found instanceof Map<?, ?> map ? map.get(step) : null;
            if (next == null) {
                throw new AssertionError("there is no " + step + " in " + found);
            }
            found = next;
        }
        return found;
    }

    private static String generate(Map<String, Object> more) {
        Map<String, Object> settings = new java.util.HashMap<>(more);
        settings.put("springdoc.api-docs.enabled", "true");
        settings.put("springdoc.api-docs.path", "/generated");
        settings.put("springdoc.api-docs.version", "openapi_3_1");
        settings.put("springdoc.paths-to-match", "/api/**,/oauth/**,/pay/**,/rails/**,/sandbox/**");
        settings.put("springdoc.default-produces-media-type", "application/json");
        settings.put("springdoc.override-with-generic-response", "false");
        TestServer server = TestServer.start(settings);
        try {
            return get(server, "/generated");
        } finally {
            server.stop();
        }
    }

    private static String get(TestServer server, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var response = client.send(HttpRequest.newBuilder(server.uri(path)).build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
