package io.kosh.bench.torture;

import io.kosh.bench.BenchFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Signals to processes, all of one call at once.
final class Signals {
    private Signals() {}

    static void kill(Collection<Long> processes) throws IOException, InterruptedException {
        send("KILL", processes);
    }

    static void stop(Collection<Long> processes) throws IOException, InterruptedException {
        send("STOP", processes);
    }

    static void goOn(Collection<Long> processes) throws IOException, InterruptedException {
        send("CONT", processes);
    }

    /// One that ended meanwhile is no fault.
    private static void send(String signal, Collection<Long> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        processes.forEach(process -> command.add(Long.toString(process)));
        run(command);
    }

    /// Runs a program of the operating system; returns what it printed, or null where it went well.
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new BenchFailure("The program " + command.getFirst() + " is needed and missing: " + e.getMessage());
        }
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : command.getFirst() + ": " + text.strip();
    }
}
