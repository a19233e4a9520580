package io.kosh.platform;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who wants to see requests and their answers, for the sandbox's event log. Without one nothing is captured.
public interface RequestWatch {

    /// Most bytes of a body that are captured.
    int KEPT = 4096;

    /// Whether the request that begins is to be captured.
    boolean wants(String path);

    /// A captured request has ended. Takes it in at once and works on it later; nothing in it is masked yet.
    void ended(Exchange exchange);

    /// A request with its answer.
    ///
    /// @param context what the request was about: id, caller, company, notes, effects
    /// @param route   the pattern of its route, null where none was hit
    /// @param fault   the scenario that spoiled it, null for none
    record Exchange(
            RequestContext context,
            String method,
            String path,
            @Nullable String query,
            @Nullable String route,
            Side request,
            int status,
            Side answer,
            Duration took,
            @Nullable String fault) {}

    /// One direction of an exchange.
    ///
    /// @param headers by name; several values are joined
    /// @param body    the first bytes, at most [#KEPT]
    /// @param size    how many bytes there were
    record Side(Map<String, List<String>> headers, ByteBuffer body, long size) {}
}
