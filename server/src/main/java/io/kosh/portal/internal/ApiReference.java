package io.kosh.portal.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The API document as people read it: routes by tag, each with what it takes, an example and a curl line.
@Component
final class ApiReference {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    private final ApiDocument document;
    private final ApiExample examples;

    ApiReference(ApiDocument document, JsonMapper json) {
        this.document = document;
        this.examples = new ApiExample(document, json);
    }

    record Group(String name, String anchor, String description, List<Route> routes) {}

    /// @param documented how much of the route the published pages show, empty where all of it
    record Route(
            String id,
            String method,
            String path,
            String summary,
            String description,
            String access,
            String documented,
            List<Field> fields,
            List<Example> requests,
            List<Example> answers,
            String failures,
            String curl) {}

    /// @param where `path`, `query`, `header` or `body`
    record Field(String name, String where, String type, boolean required, String description) {}

    record Example(String title, String text) {}

    /// A code of the catalogue.
    record ErrorLine(String code, String context, String status, String meaning) {}

    /// The groups whose routes hold every word of the question, all of them where nothing is asked.
    List<Group> groups(String question, String baseUrl) {
        String[] words = question.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
        Map<String, List<Route>> byTag = new TreeMap<>();
        Map<String, Object> paths = ApiDocument.object(document.tree(), "paths");
        for (String path : paths.keySet()) {
            Map<String, Object> methods = ApiDocument.object(paths, path);
            for (String method : methods.keySet()) {
                if (METHODS.contains(method)) {
                    Map<String, Object> operation = ApiDocument.object(methods, method);
                    Route route = route(method, path, operation, baseUrl);
                    if (holds(route, words)) {
                        byTag.computeIfAbsent(tag(operation), _ -> new ArrayList<>())
                                .add(route);
                    }
                }
            }
        }
        Map<String, String> about = new LinkedHashMap<>();
        ApiDocument.objects(document.tree(), "tags")
                .forEach(tag -> about.put(ApiDocument.text(tag, "name"), ApiDocument.text(tag, "description")));
        return byTag.entrySet().stream()
                .map(entry -> new Group(
                        entry.getKey(),
                        "group-" + entry.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
                        about.getOrDefault(entry.getKey(), ""),
                        entry.getValue()))
                .toList();
    }

    /// The catalogue of error codes by context, those of every route first.
    Map<String, List<ErrorLine>> errors() {
        Map<String, List<ErrorLine>> byContext = new LinkedHashMap<>();
        Map<String, Object> codes = ApiDocument.object(document.tree(), "x-error-codes");
        List<ErrorLine> lines = new ArrayList<>();
        for (String code : codes.keySet()) {
            Map<String, Object> entry = ApiDocument.object(codes, code);
            lines.add(new ErrorLine(
                    code,
                    ApiDocument.text(entry, "context"),
                    ApiDocument.text(entry, "status"),
                    ApiDocument.text(entry, "meaning")));
        }
        lines.sort(java.util.Comparator.comparing(
                        (ErrorLine line) -> !line.context().equals("every route"))
                .thenComparing(ErrorLine::context)
                .thenComparing(ErrorLine::status)
                .thenComparing(ErrorLine::code));
        lines.forEach(line -> byContext
                .computeIfAbsent(line.context(), _ -> new ArrayList<>())
                .add(line));
        return byContext;
    }

    private static boolean holds(Route route, String[] words) {
        String text = (route.method() + " " + route.path() + " " + route.summary() + " " + route.description())
                .toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private static String tag(Map<String, Object> operation) {
        return operation.get("tags") instanceof List<?> tags && !tags.isEmpty()
                ? String.valueOf(tags.getFirst())
                : "Other";
    }

    private Route route(String method, String path, Map<String, Object> operation, String baseUrl) {
        List<Map<String, Object>> parameters = ApiDocument.objects(operation, "parameters").stream()
                .map(document::resolved)
                .toList();
        Map<String, Object> body = ApiDocument.object(operation, "requestBody");
        List<Example> requests = examples(body);
        List<Field> fields = new ArrayList<>();
        parameters.forEach(parameter -> fields.add(field(
                ApiDocument.text(parameter, "name"),
                ApiDocument.text(parameter, "in"),
                ApiDocument.object(parameter, "schema"),
                Boolean.TRUE.equals(parameter.get("required")),
                ApiDocument.text(parameter, "description"))));
        fields.addAll(bodyFields(body));
        return new Route(
                ApiDocument.text(operation, "operationId"),
                method.toUpperCase(Locale.ROOT),
                path,
                ApiDocument.text(operation, "summary"),
                ApiDocument.text(operation, "description"),
                ApiDocument.text(operation, "x-access"),
                ApiDocument.text(operation, "x-documented"),
                fields,
                requests,
                answers(operation),
                failures(operation),
                new CurlLine(examples, baseUrl)
                        .of(
                                method,
                                path,
                                parameters,
                                requests,
                                operation.toString().contains("client=[]")));
    }

    private List<Field> bodyFields(Map<String, Object> body) {
        Map<String, Object> content = ApiDocument.object(body, "content");
        for (String type : content.keySet()) {
            Map<String, Object> schema =
                    document.resolved(ApiDocument.object(ApiDocument.object(content, type), "schema"));
            Map<String, Object> properties = ApiDocument.object(schema, "properties");
            List<?> required = schema.get("required") instanceof List<?> names ? names : List.of();
            return properties.keySet().stream()
                    .map(name -> field(name, "body", ApiDocument.object(properties, name), required.contains(name), ""))
                    .toList();
        }
        return List.of();
    }

    private Field field(
            String name, String where, Map<String, Object> reference, boolean required, String description) {
        Map<String, Object> schema = document.resolved(reference);
        String about = description.isEmpty() ? ApiDocument.text(schema, "description") : description;
        String type = schema.get("enum") instanceof List<?> values
                ? String.join(" | ", values.stream().map(String::valueOf).toList())
                : ApiExample.type(schema);
        return new Field(name, where, type, required, about);
    }

    private List<Example> examples(Map<String, Object> body) {
        Map<String, Object> content = ApiDocument.object(body, "content");
        List<Example> found = new ArrayList<>();
        for (String type : content.keySet()) {
            Map<String, Object> media = ApiDocument.object(content, type);
            found.add(new Example(
                    type,
                    media.containsKey("example")
                            ? String.valueOf(media.get("example"))
                            : type.equals(CurlLine.FORM)
                                    ? examples.form(ApiDocument.object(media, "schema"))
                                    : examples.of(ApiDocument.object(media, "schema"))));
        }
        return found;
    }

    private List<Example> answers(Map<String, Object> operation) {
        Map<String, Object> responses = ApiDocument.object(operation, "responses");
        List<Example> found = new ArrayList<>();
        for (String status : responses.keySet()) {
            if (status.startsWith("2")) {
                List<Example> bodies = examples(document.resolved(ApiDocument.object(responses, status)));
                found.add(new Example(
                        status, bodies.isEmpty() ? "" : bodies.getFirst().text()));
            }
        }
        return found;
    }

    private static String failures(Map<String, Object> operation) {
        return String.join(
                " ",
                ApiDocument.object(operation, "responses").keySet().stream()
                        .filter(status -> !status.startsWith("2"))
                        .toList());
    }
}
