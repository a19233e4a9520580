package io.kosh.launcher.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;

/// Which running server a command means, and as whom it speaks.
final class ServerTarget {
    @Option(
            names = "--base-url",
            paramLabel = "<url>",
            description = "Address of the server; else found by --port or the data folder.")
    @Nullable
    String baseUrl;

    @Option(names = "--port", paramLabel = "<port>", description = "Port of a server on this machine.")
    @Nullable
    Integer port;

    @Option(
            names = "--data-dir",
            paramLabel = "<folder>",
            defaultValue = "${env:KOSH_DATA_DIR:-./.kosh}",
            description = "Data folder of a server on this machine; KOSH_DATA_DIR, else ./.kosh.")
    Path dataDir = Path.of(".kosh");

    @Option(names = "--json", description = "Prints JSON.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    /// The operator whose credentials a command uses.
    static final class Operator {
        @Option(
                names = "--client-id",
                paramLabel = "<id>",
                defaultValue = "${env:KOSH_OPERATOR_ID}",
                description = "Operator's client id; KOSH_OPERATOR_ID, else from demo.json.")
        @Nullable
        String clientId;

        @Option(
                names = "--client-secret",
                paramLabel = "<secret>",
                defaultValue = "${env:KOSH_OPERATOR_SECRET}",
                description = "Operator's secret; better given as KOSH_OPERATOR_SECRET, else from demo.json.")
        @Nullable
        String clientSecret;

        /// Whether there is an operator to speak as.
        boolean known(ServerTarget target) {
            return (clientId != null && clientSecret != null)
                    || target.dir().demo().toFile().exists();
        }

        /// Gets an access token of the operator.
        String token(ServerTarget target) {
            String id = clientId;
            String secret = clientSecret;
            if (id == null || secret == null) {
                Map<String, Object> demo = target.file(target.dir().demo());
                if (demo != null && demo.get("operator") instanceof Map<?, ?> operator) {
                    id = String.valueOf(operator.get("clientId"));
                    secret = String.valueOf(operator.get("clientSecret"));
                } else {
                    throw new CommandFailure(
                            "An operator is needed: set KOSH_OPERATOR_ID and KOSH_OPERATOR_SECRET, or name the data folder of a sandbox.");
                }
            }
            Http.Answer answer = Http.token(target.url(), id, secret);
            if (answer.status() != 200) {
                throw new CommandFailure(
                        "The server does not take the operator's credentials (" + answer.status() + ").");
            }
            return String.valueOf(answer.object().get("access_token"));
        }
    }

    DataDir dir() {
        return DataDir.at(dataDir);
    }

    /// What the running server wrote about itself; null where none runs here.
    @Nullable
    Map<String, Object> running() {
        return dir().inUse() ? file(dir().server()) : null;
    }

    /// The server's address, by the most exact thing that was said.
    String url() {
        if (baseUrl != null) {
            return baseUrl.replaceAll("/+$", "");
        }
        if (port != null) {
            return "http://localhost:" + port;
        }
        Map<String, Object> server = running();
        if (server != null) {
            return String.valueOf(server.get("baseUrl"));
        }
        String usual = System.getenv("KOSH_PORT");
        return "http://localhost:" + (usual == null || usual.isBlank() ? "8080" : usual.strip());
    }

    /// Whether what was said means another server than the one of the data folder.
    boolean meansAnother(Map<String, Object> server) {
        return (baseUrl != null || port != null) && !url().equals(server.get("baseUrl"));
    }

    @Nullable
    Map<String, Object> file(Path file) {
        try {
            return Files.exists(file) ? Json.read(file) : null;
        } catch (IOException | JacksonException e) {
            throw new CommandFailure("The file " + file + " cannot be read (" + e.getMessage() + ").");
        }
    }
}
