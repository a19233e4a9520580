package io.kosh.launcher.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says whether a server runs and is ready; exit code 0 only then.
@Command(name = "status", description = "Says whether the server runs and is ready (then the exit code is 0).")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    ServerTarget target = new ServerTarget();

    @Override
    public Integer call() {
        Map<String, Object> server = target.running();
        if (server != null && target.meansAnother(server)) {
            server = null;
        }
        String url = target.url();
        int readiness = readiness(url);
        boolean running = server != null || readiness != 0;
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("running", running);
        facts.put("ready", readiness == 200);
        facts.put("baseUrl", url);
        if (server != null) {
            server.forEach(facts::putIfAbsent);
        }
        if (target.json) {
            System.out.println(Json.line(facts));
        } else if (!running) {
            System.out.println("Kosh is not running on " + url + ".");
        } else {
            System.out.println("Kosh" + word(" ", facts.get("version")) + " runs on " + url + " and is "
                    + (readiness == 200 ? "ready" : "not ready") + word("; since ", facts.get("startedAt"))
                    + word(", process ", facts.get("pid")) + word(", profile ", facts.get("profile")) + ".");
        }
        return readiness == 200 ? 0 : Kosh.FAILED;
    }

    private static String word(String before, @Nullable Object value) {
        return value == null ? "" : before + value;
    }

    private static int readiness(String url) {
        try {
            return Http.get(url + "/actuator/health/readiness", null).status();
        } catch (CommandFailure _) {
            return 0;
        }
    }
}
