package io.kosh.openapi;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.kosh.kernel.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/// The two committed documents as they ought to be: the API document and the catalogue of error codes.
final class ApiDocuments {
    /// Keys in the order in which a reader wants them; the others follow by name.
    private static final List<String> FIRST = List.of(
            "openapi",
            "info",
            "title",
            "summary",
            "servers",
            "tags",
            "paths",
            "get",
            "post",
            "put",
            "patch",
            "delete",
            "operationId",
            "name",
            "in",
            "description",
            "required",
            "security",
            "parameters",
            "requestBody",
            "content",
            "responses",
            "$ref",
            "type",
            "format",
            "schema",
            "properties");

    private static final Comparator<String> ORDER = Comparator.<String>comparingInt(
                    key -> FIRST.contains(key) ? FIRST.indexOf(key) : FIRST.size())
            .thenComparing(Comparator.naturalOrder());

    private ApiDocuments() {}

    /// One code of the catalogue and the context that owns it.
    record Code(String context, String code, int status, String meaning) {}

    @SuppressWarnings("unchecked") // a JSON object
    static String yaml(String generatedJson, List<Code> codes) {
        Map<String, Object> document = JsonMapper.shared().readValue(generatedJson, Map.class);
        dropUnusedResponses(document);
        Map<String, Object> catalogue = new LinkedHashMap<>();
        for (Code code : codes) {
            catalogue.put(
                    code.code(), Map.of("context", code.context(), "status", code.status(), "meaning", code.meaning()));
        }
        document.put("x-error-codes", catalogue);
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(120);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        return "# Generated from the controllers by OpenApiTest, which also says how to write it anew.\n"
                + new Yaml(options).dump(sorted(document, false));
    }

    @SuppressWarnings("unchecked") // JSON objects
    private static void dropUnusedResponses(Map<String, Object> document) {
        String paths = String.valueOf(document.get("paths"));
        var components = (Map<String, Object>) document.getOrDefault("components", Map.of());
        var responses = (Map<String, Object>) components.getOrDefault("responses", Map.of());
        responses.keySet().removeIf(name -> !paths.contains("#/components/responses/" + name + "}"));
    }

    /// Sorted for a stable file; the properties of a schema keep the order of the record.
    private static @Nullable Object sorted(@Nullable Object node, boolean asIs) {
        if (node instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> result = new LinkedHashMap<>();
            List<String> keys = new ArrayList<>();
            map.keySet().forEach(key -> keys.add(String.valueOf(key)));
            if (!asIs) {
                keys.sort(ORDER);
            }
            keys.forEach(key -> result.put(key, sorted(map.get(key), key.equals("properties"))));
            return result;
        }
        return node instanceof List<?> list
                ? list.stream().map(each -> sorted(each, false)).collect(Collectors.toCollection(ArrayList::new))
                : node;
    }

    static List<Code> codes() {
        List<Code> codes = new ArrayList<>();
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.kosh");
        for (var type : classes) {
            if (type.isEnum() && type.isAssignableTo(ErrorCode.class)) {
                String context = type.getPackageName().split("\\.", -1)[2];
                for (Object constant : type.reflect().getEnumConstants()) {
                    ErrorCode code = (ErrorCode) constant;
                    codes.add(new Code(
                            context.equals("kernel") ? "every route" : context,
                            code.name(),
                            code.kind().status(),
                            code.meaning()));
                }
            }
        }
        codes.sort(Comparator.comparing((Code code) -> !code.context().equals("every route"))
                .thenComparing(Code::context)
                .thenComparingInt(Code::status)
                .thenComparing(Code::code));
        return codes;
    }

    static String errorsPage(List<Code> codes) {
        StringBuilder page = new StringBuilder("""
                # Error codes

                Generated from the code by `OpenApiTest`. A native route (`/api/v1`) names the code as `title` of an
                `application/problem+json` answer (RFC 9457); a compatible route (`/api/v0`) answers with the same HTTP
                status and the sentence of the failure in its documented envelope (the card family,
                `/api/v0/partner/enKashCard`, answers what a balance, a limit or a state declines with HTTP 200 and code 1);
                `/oauth/token` names it in lower case as
                `error`. What is not listed here is our own fault: HTTP 500 with code `INTERNAL` and the request id.
                """);
        String context = "";
        for (Code code : codes) {
            if (!code.context().equals(context)) {
                context = code.context();
                page.append("\n## ").append(context).append("\n\n| code | status | when |\n|---|---|---|\n");
            }
            page.append("| `%s` | %d | %s |%n".formatted(code.code(), code.status(), code.meaning()));
        }
        return page.toString();
    }
}
