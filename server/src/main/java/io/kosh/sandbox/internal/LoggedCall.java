package io.kosh.sandbox.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A logged request as it can be made once more: by a shell, or by us.
///
/// @param target  path and query
/// @param headers those that matter, without credentials
record LoggedCall(String method, String target, Map<String, String> headers, String body) {
    private static final List<String> THAT_MATTER = List.of("content-type", "idempotency-key", "x-sandbox-scenario");
    private static final String NEXT = " \\\n  ";

    static LoggedCall of(Event event) {
        Map<String, String> headers = new LinkedHashMap<>();
        String body = "";
        if (event.detail().get("request") instanceof Map<?, ?> request) {
            body = EventLine.text(request.get("body"));
            if (request.get("headers") instanceof Map<?, ?> sent) {
                Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                sent.forEach((name, value) -> byName.put(String.valueOf(name), String.valueOf(value)));
                THAT_MATTER.stream().filter(byName::containsKey).forEach(name -> headers.put(name, byName.get(name)));
            }
        }
        String query = EventLine.text(event.detail().get("query"));
        return new LoggedCall(
                EventLine.text(event.method()).toUpperCase(Locale.ROOT),
                EventLine.text(event.path()) + (query.isEmpty() ? "" : "?" + query),
                headers,
                body);
    }

    /// The same with another body.
    LoggedCall with(String other) {
        return new LoggedCall(method, target, headers, other);
    }

    /// A command for a shell that has a token in `$TOKEN`.
    String curl(String baseUrl) {
        StringBuilder line = new StringBuilder("curl -sS");
        if (!method.equals("GET")) {
            line.append(" -X ").append(method);
        }
        line.append(' ').append(quoted(baseUrl + target)).append(NEXT).append("-H \"Authorization: Bearer $TOKEN\"");
        headers.forEach((name, value) -> line.append(NEXT).append("-H ").append(quoted(name + ": " + value)));
        if (!body.isEmpty()) {
            line.append(NEXT).append("--data-raw ").append(quoted(body));
        }
        return line.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
