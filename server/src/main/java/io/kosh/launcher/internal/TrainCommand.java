package io.kosh.launcher.internal;

import io.kosh.launcher.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Boots everything on a throw-away folder, sends a few requests and ends, so that the virtual machine can write down
/// what a start needs. Run by `./kosh start` after a build.
@Command(name = "train", hidden = true, description = "Prepares fast start.")
final class TrainCommand implements Callable<Integer> {
    @Option(names = "--data-dir", required = true)
    Path dataDir = Path.of(".");

    @Override
    public Integer call() throws IOException {
        ServerOptions options = new ServerOptions();
        options.dataDir = dataDir;
        options.port = FreePort.any();
        options.cardPort = FreePort.any();
        try (ServerRun run = new ServerRun(options, List.of("fsync=off"))) {
            run.start();
            System.out.println(Banner.text(options, run.cardPort()));
            requests(options);
        }
        return 0;
    }

    private static void requests(ServerOptions options) throws IOException {
        String url = options.baseUrl();
        for (String path : List.of("/actuator/health/readiness", "/", "/docs", "/api/v0/none", "/api/v1/companies")) {
            Http.get(url + path, null);
        }
        Map<String, Object> demo =
                Files.exists(options.dir().demo()) ? Json.read(options.dir().demo()) : Map.of();
        if (!(demo.get("clientId") instanceof String clientId)) {
            return;
        }
        Map<String, String> person = Map.of(
                "username", String.valueOf(demo.get("username")), "password", String.valueOf(demo.get("password")));
        String secret = String.valueOf(demo.get("clientSecret"));
        String token = String.valueOf(
                Http.token(url, clientId, secret, person).object().get("access_token"));
        String company = String.valueOf(demo.get("companyId"));
        for (int turn = 0; turn < 3; turn++) {
            Http.post(
                    url + "/api/v0/enkash-coins/create-coins-config",
                    token,
                    Map.of("configuration", "CUSTOM", "companyId", company, "event", "TRAINING_" + turn, "amount", 5));
            Http.get(url + "/api/v1/ledger/accounts", token);
        }
    }
}
