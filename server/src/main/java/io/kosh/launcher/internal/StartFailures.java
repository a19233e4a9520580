package io.kosh.launcher.internal;

import io.kosh.platform.StartupFailure;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;

/// Turns what stopped a start into one sentence. The whole story goes to the log file.
final class StartFailures {
    private StartFailures() {}

    static StartupFailure sentence(RuntimeException thrown, ServerOptions options, Runnable clean) {
        StartupFailure failure = find(thrown, options);
        clean.run();
        return failure;
    }

    private static StartupFailure find(Throwable thrown, ServerOptions options) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case StartupFailure failure -> {
                    return failure;
                }
                case PortInUseException taken -> {
                    return new StartupFailure("The port " + taken.getPort()
                            + " was taken meanwhile: stop what uses it or choose another with --port.");
                }
                case FlywayException migration -> {
                    log(thrown);
                    return new StartupFailure("The database cannot be brought to this version: "
                            + Installation.firstLine(migration) + ": run ./kosh doctor and see "
                            + options.dir().log() + ".");
                }
                default -> {}
            }
        }
        log(thrown);
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new StartupFailure("Kosh could not start (" + root.getClass().getSimpleName() + ": "
                + Installation.firstLine(root) + "): see " + options.dir().log() + ".");
    }

    private static void log(Throwable thrown) {
        LoggerFactory.getLogger(StartFailures.class).info("the start failed", thrown);
    }
}
