package io.kosh.launcher;

import io.kosh.platform.StartupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// A port on the loopback address for a server that is started in a moment.
///
/// It lies below the ports that operating systems give to outgoing connections (from 32768 on Linux, from 49152
/// elsewhere), so that no connection made meanwhile can hold it, and none that looks for a server that is down can be
/// given the very port that it looks at.
public final class FreePort {
    private static final int LOWEST = 20_000;
    private static final int BEYOND = 32_768;
    private static final int ATTEMPTS = 1_000;

    private FreePort() {}

    /// Any port that nobody listens on now.
    public static int any() {
        String problem = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        throw new StartupFailure("There is no free port on this machine (" + problem + ").");
    }
}
