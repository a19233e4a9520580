package io.kosh.bench.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Does a plan's fault to an installation and undoes what does not undo itself.
///
/// @param home   the server under load
/// @param second the other server on its database; null where the fault has none
/// @param disk   the file system of the data folder; null where the fault has none
record Strike(
        Plan plan,
        Settings settings,
        Installation home,
        @Nullable Installation second,
        @Nullable SmallDisk disk) {
    private static final long TOP_UP_MILLIS = 100;

    /// Returns the moment from which the recovery counts: the fault's, or its end's where it has one.
    long run() throws Exception {
        long struck = System.nanoTime();
        switch (plan.fault()) {
            case KILL_SERVER -> {
                Signals.kill(List.of(home.pid()));
                restart();
            }
            case KILL_BACKEND -> {
                long backend = home.backend(plan.choice());
                struck = System.nanoTime();
                Signals.kill(List.of(backend));
            }
            case KILL_POSTGRES -> Signals.kill(home.postgres());
            case KILL_BOTH -> {
                List<Long> all = new ArrayList<>(home.postgres());
                all.add(plan.choice() % all.size(), home.pid());
                Signals.kill(all);
                restart();
            }
            case STOP_SERVER -> struck = hold(List.of(home.pid()));
            case STOP_POSTGRES -> struck = hold(home.postgres());
            case FULL_DISK -> struck = fillDisk();
            case TWO_SERVERS -> {
                Installation victim = survivor() == home ? other() : home;
                Signals.kill(List.of(victim.pid()));
                victim.awaitEnd();
            }
        }
        return struck;
    }

    /// The server that is asked afterwards.
    Installation survivor() {
        return plan.fault() == Fault.TWO_SERVERS && plan.choice() % 2 == 0 ? other() : home;
    }

    private Installation other() {
        if (second == null) {
            throw new IllegalStateException("the fault needs a second server");
        }
        return second;
    }

    private void restart() throws Exception {
        home.awaitEnd();
        home.start();
    }

    private long hold(List<Long> processes) throws Exception {
        try {
            Signals.stop(processes);
            TimeUnit.MILLISECONDS.sleep(settings.stopFor().toMillis());
        } finally {
            Signals.goOn(processes);
        }
        return System.nanoTime();
    }

    /// What becomes free while the disk is full is taken again, so that it stays full.
    private long fillDisk() throws Exception {
        if (disk == null) {
            throw new IllegalStateException("the fault needs a disk of its own");
        }
        try {
            long until = System.nanoTime() + settings.fullFor().toNanos();
            while (System.nanoTime() < until) {
                disk.fill();
                if (plan.choice() % 2 == 0) {
                    home.wasteLog();
                }
                TimeUnit.MILLISECONDS.sleep(TOP_UP_MILLIS);
            }
        } finally {
            disk.free();
        }
        return System.nanoTime();
    }

    /// Whether the fault leaves the process of the server alone.
    boolean sparesServer() {
        return switch (plan.fault()) {
            case KILL_BACKEND, KILL_POSTGRES, STOP_SERVER, STOP_POSTGRES, FULL_DISK -> true;
            case KILL_SERVER, KILL_BOTH, TWO_SERVERS -> false;
        };
    }

    /// Waits until the server works again.
    boolean awaitRecovery(String token, Duration longest) throws InterruptedException {
        return survivor().awaitReady(token, longest);
    }
}
