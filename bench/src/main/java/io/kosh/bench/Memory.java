package io.kosh.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Memory of processes as Linux tells it, in megabytes of 1,000,000 bytes.
final class Memory {
    private static final double KIBIBYTES_A_MEGABYTE = 1e6 / 1024;

    private Memory() {}

    /// The most that a process had resident so far; empty where the system does not tell.
    static OptionalDouble peakResident(long pid) {
        return kibibytes(Path.of("/proc", Long.toString(pid), "status"), "VmHWM:");
    }

    /// What the PostgreSQL in a folder has resident now, its shared memory counted once; empty where the system does
    /// not tell.
    static OptionalDouble postgresResident(Path data) {
        try {
            long postmaster = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
            double sum = 0;
            boolean told = false;
            try (Stream<ProcessHandle> children =
                    ProcessHandle.of(postmaster).map(ProcessHandle::descendants).orElse(Stream.empty())) {
                for (ProcessHandle each : Stream.concat(ProcessHandle.of(postmaster).stream(), children)
                        .toList()) {
                    OptionalDouble share =
                            kibibytes(Path.of("/proc", Long.toString(each.pid()), "smaps_rollup"), "Pss:");
                    sum += share.orElse(0);
                    told |= share.isPresent();
                }
            }
            return told ? OptionalDouble.of(sum) : OptionalDouble.empty();
        } catch (IOException | NumberFormatException _) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalDouble kibibytes(Path file, String name) {
        try {
            OptionalLong found = kibibytes(Files.readAllLines(file), name);
            return found.isPresent()
                    ? OptionalDouble.of(found.getAsLong() / KIBIBYTES_A_MEGABYTE)
                    : OptionalDouble.empty();
        } catch (IOException _) {
            return OptionalDouble.empty();
        }
    }

    /// The number behind a name, as in `VmHWM:   123456 kB`.
    static OptionalLong kibibytes(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst();
    }
}
