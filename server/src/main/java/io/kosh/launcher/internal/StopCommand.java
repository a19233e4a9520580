package io.kosh.launcher.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Asks the server of a data folder to stop and waits for it. Never forces it.
@Command(name = "stop", description = "Stops the server cleanly: requests in flight finish.")
final class StopCommand implements Callable<Integer> {
    private static final long LOOK_EVERY_MILLIS = 20;

    @Mixin
    ServerTarget target = new ServerTarget();

    @Option(
            names = "--wait",
            paramLabel = "<seconds>",
            defaultValue = "90",
            description = "How long to wait for the end; 90 seconds.")
    int waitSeconds;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, Object> server = target.running();
        if (server == null) {
            return say(
                    0, "not running", "Kosh is not running in " + target.dir().root() + ".");
        }
        if (target.meansAnother(server)) {
            throw new CommandFailure("The server of " + target.dir().root() + " is " + server.get("baseUrl") + ", not "
                    + target.url() + ": name the other one's data folder with --data-dir.");
        }
        // The lock is held and its holder wrote this file, so the number is that of a Kosh and of no other program.
        Optional<ProcessHandle> process =
                server.get("pid") instanceof Number pid ? ProcessHandle.of(pid.longValue()) : Optional.empty();
        if (process.isEmpty()) {
            throw new CommandFailure("The data folder " + target.dir().root()
                    + " is held by a process that this machine does not show: stop it where it runs.");
        }
        if (!process.get().destroy()) {
            throw new CommandFailure(
                    "The process " + process.get().pid() + " cannot be signalled: use the user who started it.");
        }
        if (!ends(process.get())) {
            return say(
                    Kosh.FAILED,
                    "stopping",
                    "Kosh (process " + process.get().pid() + ") was asked to stop and has not ended in " + waitSeconds
                            + " seconds; it is still finishing.");
        }
        return say(0, "stopped", "Kosh (process " + process.get().pid() + ") stopped.");
    }

    /// Looks often: the JDK looks at a process that is not its child only every few seconds.
    private boolean ends(ProcessHandle process) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds);
        while (process.isAlive()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
        return true;
    }

    private int say(int code, String state, String sentence) {
        if (target.json) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("state", state);
            facts.put("message", sentence);
            System.out.println(Json.line(facts));
        } else {
            System.out.println(sentence);
        }
        return code;
    }
}
