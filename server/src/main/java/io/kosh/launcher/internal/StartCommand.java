package io.kosh.launcher.internal;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Serves until it is told to stop by SIGTERM or Ctrl-C.
@Command(name = "start", description = "Starts the server and serves until SIGTERM or Ctrl-C.", sortOptions = false)
final class StartCommand implements Callable<Integer> {
    @Mixin
    ServerOptions options = new ServerOptions();

    @Option(names = "--json", description = "Prints one line of JSON when ready, instead of the first steps.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    @Override
    public Integer call() throws InterruptedException {
        ServerRun run = new ServerRun(options, List.of());
        AtomicBoolean stopping = new AtomicBoolean();
        AtomicBoolean failed = new AtomicBoolean();
        // The virtual machine's default status after a signal says "killed"; a stop that was asked for and went well
        // is a success.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            if (failed.get()) {
                return;
            }
            stopping.set(true);
            run.close();
            LogFiles.close();
            if (!json) {
                System.out.println("Kosh stopped.");
            }
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }));
        try {
            run.start();
        } catch (RuntimeException e) {
            if (stopping.get()) {
                new CountDownLatch(1).await();
            }
            failed.set(true);
            throw StartFailures.sentence(e, options, run::close);
        }
        System.out.println(json ? Json.line(run.facts()) : Banner.text(options, run.cardPort()));
        System.out.flush();
        new CountDownLatch(1).await();
        return 0;
    }
}
