package io.kosh.platform;

import java.util.Set;

/// By which names a browser on this machine asks for this server.
public final class OwnAddress {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private OwnAddress() {}

    /// Whether a browser that asked for this host believes to talk to us. A page elsewhere that points its own name at
    /// this machine (DNS rebinding) gets nothing to read that is not for everybody.
    public static boolean isNamed(String host, Settings settings) {
        return THIS_MACHINE.contains(host) || host.equals(settings.baseUrl().getHost());
    }
}
