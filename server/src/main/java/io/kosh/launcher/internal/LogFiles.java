package io.kosh.launcher.internal;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/// The log file of a running server: written by a thread of its own, so that a slow disk does not slow requests.
/// Lines beyond a full queue are dropped rather than waited for.
final class LogFiles {
    private static final String FILE_APPENDER = "FILE";
    private static final int QUEUE = 16_384;
    private static final int FLUSH_MILLIS = 2_000;

    private LogFiles() {}

    /// The one setting that depends on the data folder; the others stand in application.yaml.
    static Map<String, Object> properties(Path file) {
        return Map.of("logging.file.name", file.toString());
    }

    /// Puts the queue before the file that Spring Boot has set up.
    static void queue() {
        LoggerContext context = context();
        if (context == null) {
            return;
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Appender<ILoggingEvent> file = root.getAppender(FILE_APPENDER);
        if (file == null || file instanceof AsyncAppender) {
            return;
        }
        root.detachAppender(file);
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setName(FILE_APPENDER);
        queue.setQueueSize(QUEUE);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.setMaxFlushTime(FLUSH_MILLIS);
        queue.addAppender(file);
        queue.start();
        root.addAppender(queue);
    }

    /// Writes what is queued and closes the file.
    static void close() {
        LoggerContext context = context();
        if (context != null) {
            context.stop();
        }
    }

    private static @org.jspecify.annotations.Nullable LoggerContext context() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        return factory instanceof LoggerContext logback ? logback : null;
    }
}
