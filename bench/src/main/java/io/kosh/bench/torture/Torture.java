package io.kosh.bench.torture;

import io.kosh.bench.BenchFailure;
import io.kosh.bench.Company;
import io.kosh.bench.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs rounds in a folder of its own: one installation for most faults, one on a small disk for a full one. Both live
/// on from round to round.
final class Torture implements AutoCloseable {
    private static final int WARM_CALLS = 150;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final Path folder;
    private final Settings settings;
    private final boolean chained;
    private final Path log;
    private @Nullable Installation usual;
    private @Nullable Installation small;
    private @Nullable Installation second;
    private @Nullable SmallDisk disk;
    private @Nullable String noDisk;

    Torture(Path folder, Settings settings) throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.log = folder.resolve("servers.log");
        Files.createDirectories(folder);
        // A program without that command shows its general help.
        this.chained = Server.command(List.of("verify", "--help")).text().contains("kosh verify");
    }

    Outcome run(Plan plan) throws InterruptedException {
        if (plan.fault() == Fault.FULL_DISK && !diskIsThere()) {
            return Outcome.skipped(plan, String.valueOf(noDisk));
        }
        long began = System.nanoTime();
        History history = new History();
        List<Finding> findings = new ArrayList<>();
        Inquest inquest = null;
        double recovery = 0;
        try {
            Strike strike = prepare(plan);
            List<URI> bases = second == null
                    ? List.of(strike.home().base())
                    : List.of(strike.home().base(), second.base());
            Company company = Company.make(strike.home().base(), strike.home().demo());
            Place place = Place.make(bases, company, plan.users());
            recovery = underLoad(plan, strike, place, history, findings);
            if (findings.isEmpty()) {
                Place asked = place.at(List.of(strike.survivor().base()));
                inquest = Inquest.hold(history, asked);
                findings.addAll(inquest.findings());
                audit(strike, findings);
            }
            settle(strike);
            if (chained) {
                verifyChain(strike, findings);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            findings.add(Finding.of("the round could not be finished", String.valueOf(e.getMessage())));
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Outcome(plan, seconds, recovery, inquest, List.copyOf(findings), null);
    }

    private boolean diskIsThere() throws InterruptedException {
        if (disk == null && noDisk == null) {
            try {
                disk = SmallDisk.mount(folder.resolve("small"), settings.megabytes());
            } catch (BenchFailure | IOException e) {
                noDisk = String.valueOf(e.getMessage());
            }
        }
        return disk != null;
    }

    private Strike prepare(Plan plan) throws Exception {
        Installation home;
        if (plan.fault() == Fault.FULL_DISK && disk != null) {
            small = small == null ? Installation.at(disk.folder().resolve("data"), log) : small;
            home = small;
            home.start();
            home.checkpoint();
        } else {
            usual = usual == null ? Installation.at(folder.resolve("data"), log) : usual;
            home = usual;
            home.start();
        }
        if (plan.fault() == Fault.TWO_SERVERS) {
            second = home.beside(folder.resolve("second"));
            second.start();
        }
        return new Strike(plan, settings, home, second, plan.fault() == Fault.FULL_DISK ? disk : null);
    }

    /// Returns how long the recovery took, in seconds.
    private double underLoad(Plan plan, Strike strike, Place place, History history, List<Finding> findings)
            throws Exception {
        long pid = strike.home().pid();
        Pace pace = new Pace(plan.clients(), settings.rate());
        Traffic traffic = Traffic.start(plan, place, history, pace);
        try {
            warmUp(history);
            pace.strikeIn(plan.strikeMillis());
            TimeUnit.MILLISECONDS.sleep(plan.strikeMillis());
            long from = strike.run();
            if (!strike.awaitRecovery(place.token(), settings.longest())) {
                findings.add(Finding.of("the server did not work again within "
                        + settings.longest().toSeconds() + " seconds"));
            }
            double recovery = (System.nanoTime() - from) / 1e9;
            TimeUnit.MILLISECONDS.sleep(plan.afterMillis());
            if (strike.sparesServer()
                    && !(strike.home().alive() && strike.home().pid() == pid)) {
                findings.add(Finding.of("the server ended by itself"));
            }
            return recovery;
        } finally {
            traffic.end();
        }
    }

    /// A server that has just been started is slow at first: the fault is to meet one at work.
    private static void warmUp(History history) throws InterruptedException {
        long deadline = System.nanoTime() + WARM_UP.toNanos();
        while (history.calls().size() < WARM_CALLS && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /// The operator's own command, against the server that is left.
    private static void audit(Strike strike, List<Finding> findings) throws IOException {
        Server.Said said = Server.command(List.of(
                "audit",
                "--json",
                "--base-url",
                strike.survivor().base().toString(),
                "--data-dir",
                strike.home().folder().toString()));
        if (said.exitCode() != 0) {
            findings.add(Finding.of("the audit is not clean", said.text()));
        }
    }

    private static void verifyChain(Strike strike, List<Finding> findings) throws IOException {
        Server.Said said = Server.command(
                List.of("verify", "--json", "--data-dir", strike.home().folder().toString()));
        if (said.exitCode() != 0) {
            findings.add(Finding.of("the chain does not verify", said.text()));
        }
    }

    /// Back to one server, as the next round expects.
    private void settle(Strike strike) throws IOException {
        closeSecond();
        strike.home().start();
    }

    private void closeSecond() throws IOException {
        Installation other = second;
        second = null;
        if (other != null) {
            other.close();
        }
    }

    /// What the servers on the small disk wrote is gone with it, but for their logs.
    private void keepLogs(Path data) throws IOException {
        for (Path file : List.of(data.resolve("logs/kosh.json"), data.resolve("postgres/postgres.log"))) {
            if (Files.exists(file)) {
                Files.copy(file, folder.resolve("small-" + file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /// Stops whatever runs; what the rounds wrote stays in the folder.
    @Override
    public void close() throws IOException {
        closeSecond();
        if (usual != null) {
            usual.close();
        }
        if (small != null) {
            small.close();
        }
        if (disk != null) {
            keepLogs(disk.folder().resolve("data"));
            disk.close();
        }
    }
}
