package io.kosh.launcher.internal;

import io.kosh.platform.Profile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of a server, each with its environment variable.
final class ServerOptions {
    @Option(
            names = "--port",
            paramLabel = "<port>",
            defaultValue = "${env:KOSH_PORT:-8080}",
            description = "Port to serve on; KOSH_PORT, else 8080.")
    int port;

    @Option(
            names = "--bind",
            paramLabel = "<address>",
            defaultValue = "${env:KOSH_BIND:-127.0.0.1}",
            description = "Address to listen on; KOSH_BIND, else 127.0.0.1.")
    String bind = "127.0.0.1";

    @Option(
            names = "--data-dir",
            paramLabel = "<folder>",
            defaultValue = "${env:KOSH_DATA_DIR:-./.kosh}",
            description = "Folder of keys, logs and the embedded database; KOSH_DATA_DIR, else ./.kosh.")
    Path dataDir = Path.of(".kosh");

    @Option(
            names = "--profile",
            paramLabel = "sandbox|live",
            defaultValue = "${env:KOSH_PROFILE:-sandbox}",
            description = "What the installation is for; KOSH_PROFILE, else sandbox.")
    Profile profile = Profile.SANDBOX;

    @Option(
            names = "--management-port",
            paramLabel = "<port>",
            defaultValue = "${env:KOSH_MANAGEMENT_PORT}",
            description = "Loopback port of metrics and diagnostics; KOSH_MANAGEMENT_PORT, else the port + 1000.")
    @Nullable
    Integer managementPort;

    @Option(
            names = "--card-port",
            paramLabel = "<port>",
            defaultValue = "${env:KOSH_CARD_PORT}",
            description =
                    "Loopback port of card messages (ISO 8583) in a sandbox; KOSH_CARD_PORT, else 8583 or any free"
                            + " one.")
    @Nullable
    Integer cardPort;

    @Mixin
    DatabaseOptions database = new DatabaseOptions();

    DataDir dir() {
        return DataDir.at(dataDir);
    }

    /// The address that people and clients on this machine use.
    String baseUrl() {
        boolean here = switch (bind) {
            case "127.0.0.1", "0.0.0.0", "::1", "::", "localhost" -> true;
            default -> false;
        };
        String host = here ? "localhost" : bind.contains(":") ? "[" + bind + "]" : bind;
        return "http://" + host + ":" + port;
    }
}
