package io.kosh.bench.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The clients of a round, each on a virtual thread.
final class Traffic {
    /// Longer than a client waits for an answer.
    private static final long LONGEST_SECONDS = 90;

    private final Pace pace;
    private final List<Thread> threads = new ArrayList<>();

    private Traffic(Pace pace) {
        this.pace = pace;
    }

    static Traffic start(Plan plan, Place place, History history, Pace pace) {
        Traffic traffic = new Traffic(pace);
        for (int number = 0; number < plan.clients(); number++) {
            Client client = new Client(number, place, history, pace, plan.loadSeed() + number);
            traffic.threads.add(Thread.ofVirtual().name("client-" + number).start(client));
        }
        return traffic;
    }

    /// Lets every client finish its call.
    void end() throws InterruptedException {
        pace.end();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        for (Thread thread : threads) {
            thread.join(java.time.Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
    }
}
