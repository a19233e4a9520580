package io.kosh.platform.internal;

import java.io.EOFException;
import java.net.SocketException;
import java.util.Locale;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/// Tells a client that went away in the middle of its request or of its answer from a fault of ours.
final class GoneClient {
    private GoneClient() {}

    static boolean caused(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            boolean gone = cause instanceof ClientAbortException
                    || cause instanceof EOFException
                    || cause instanceof AsyncRequestNotUsableException
                    || cause instanceof SocketException
                    || saysSo(cause.getMessage());
            if (gone) {
                return true;
            }
        }
        return false;
    }

    /// The operating system's words, which arrive as a bare [java.io.IOException].
    private static boolean saysSo(@Nullable String message) {
        if (message == null) {
            return false;
        }
        String words = message.toLowerCase(Locale.ROOT);
        return words.contains("broken pipe") || words.contains("connection reset");
    }
}
