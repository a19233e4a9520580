package io.kosh.bench;

import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/// How long and how much is measured for the bars.
final class BarOptions {
    @Option(names = "--seconds", defaultValue = "10", description = "Length of each measured phase; else 10.")
    int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description = "Longest warm-up of a phase in seconds; it ends sooner when the rate is steady. Else 30.")
    int warmUp;

    @Option(
            names = "--heat",
            defaultValue = "60",
            description = "Seconds under load before anything of the server is measured: by then the virtual machine "
                    + "has compiled what it will run; else 60.")
    int heat;

    @Option(
            names = "--open-seconds",
            defaultValue = "60",
            description = "Length of the engine's open loop, with a checkpoint in its middle; else 60.")
    int openSeconds;

    @Option(names = "--open-rate", defaultValue = "20000", description = "Transfers a second of it; else 20000.")
    int openRate;

    @Option(
            names = "--long-seconds",
            defaultValue = "300",
            description = "Length of each of the four long measurements of `long`; else 300.")
    int longSeconds;

    @Option(
            names = "--transfers",
            defaultValue = "10000000",
            description = "Transfers of the full books; else 10000000.")
    long transfers;

    @Option(names = "--accounts", defaultValue = "1000000", description = "Accounts of the full books; else 1000000.")
    int accounts;

    @Option(names = "--users", defaultValue = "10000", description = "Users to allocate coins to; else 10000.")
    int users;

    @Option(
            names = "--payments",
            defaultValue = "30000",
            description = "Payments that wait for the acquirer's callbacks; else 30000.")
    int payments;

    @Option(names = "--companies", defaultValue = "1000", description = "Companies posting at once; else 1000.")
    int companies;

    @Option(
            names = "--submitters",
            defaultValue = "2000",
            description = "Threads in the engine's closed loops; else 2000.")
    int submitters;

    @Option(
            names = "--work",
            description = "A folder on the disk to measure, for the data of the servers; else the temporary folder.")
    Path work = Path.of(System.getProperty("java.io.tmpdir"));

    Duration measured() {
        return Duration.ofSeconds(seconds);
    }

    Duration longestWarmUp() {
        return Duration.ofSeconds(warmUp);
    }

    Load load() {
        return new Load(longestWarmUp(), measured());
    }

    void check() {
        if (seconds < 1 || warmUp < 1 || heat < 1 || openSeconds < 1 || openRate < 1 || longSeconds < 1) {
            throw new BenchFailure("The lengths, --warm-up, --heat and --open-rate are at least 1.");
        }
        if (transfers < accounts || accounts < 1 || users < 1 || companies < 1 || submitters < 1 || payments < 1) {
            throw new BenchFailure("--accounts, --users, --companies, --payments and --submitters are at least 1, "
                    + "and --transfers at least as many as --accounts.");
        }
    }
}
