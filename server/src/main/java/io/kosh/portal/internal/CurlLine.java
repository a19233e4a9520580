package io.kosh.portal.internal;

import io.kosh.portal.internal.ApiReference.Example;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes a call of a route as a command that can be pasted into a shell.
///
/// @param baseUrl where this server is reached
record CurlLine(ApiExample examples, String baseUrl) {
    static final String FORM = "application/x-www-form-urlencoded";

    private static final String NEXT = " \\\n  ";

    /// @param withClient whether the client's id and secret are sent instead of a token
    String of(
            String method,
            String path,
            List<Map<String, Object>> parameters,
            List<Example> requests,
            boolean withClient) {
        StringBuilder line = new StringBuilder("curl -sS");
        if (!method.equals("get") && (!method.equals("post") || requests.isEmpty())) {
            line.append(" -X ").append(method.toUpperCase(Locale.ROOT));
        }
        line.append(" '").append(baseUrl).append(filled(path, parameters)).append('\'');
        line.append(NEXT)
                .append(withClient ? "-u \"$CLIENT_ID:$CLIENT_SECRET\"" : "-H \"Authorization: Bearer $TOKEN\"");
        if (!requests.isEmpty()) {
            Example body = requests.getFirst();
            if (body.title().equals(FORM)) {
                for (String field : body.text().split("&", -1)) {
                    line.append(NEXT).append("--data-urlencode '").append(field).append('\'');
                }
                return line.toString();
            }
            line.append(NEXT).append("-H 'Content-Type: ").append(body.title()).append('\'');
            line.append(NEXT)
                    .append("-d '")
                    .append(body.text().replace("'", "'\\''"))
                    .append('\'');
        }
        return line.toString();
    }

    private String filled(String path, List<Map<String, Object>> parameters) {
        String result = path;
        StringBuilder query = new StringBuilder();
        for (Map<String, Object> parameter : parameters) {
            String name = ApiDocument.text(parameter, "name");
            String value = examples.plain(parameter);
            if (ApiDocument.text(parameter, "in").equals("path")) {
                result = result.replace("{" + name + "}", value);
            } else if (ApiDocument.text(parameter, "in").equals("query")
                    && Boolean.TRUE.equals(parameter.get("required"))) {
                query.append(query.isEmpty() ? "?" : "&")
                        .append(name)
                        .append('=')
                        .append(value);
            }
        }
        return result + query;
    }
}
