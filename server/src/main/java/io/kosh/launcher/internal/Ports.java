package io.kosh.launcher.internal;

import io.kosh.launcher.FreePort;
import io.kosh.platform.StartupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// Whether ports can be had, asked before anything slow is begun.
final class Ports {
    private static final int MANAGEMENT_OFFSET = 1000;
    private static final int CARDS = 8583;

    private Ports() {}

    static void checkFree(String bind, int port) {
        InetAddress address;
        try {
            address = InetAddress.getByName(bind);
        } catch (UnknownHostException _) {
            throw new StartupFailure("The address " + bind + " is not known on this machine: correct --bind.");
        }
        String problem = problem(address, port);
        if (problem != null) {
            throw new StartupFailure("The port " + port + " on " + bind + " cannot be had (" + problem
                    + "): stop what uses it or choose another with --port.");
        }
    }

    /// The management port: the wanted one, which must be free; else the port + 1000, or any free one.
    static int management(int port, @Nullable Integer wanted) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        if (wanted != null) {
            String problem = problem(loopback, wanted);
            if (problem != null) {
                throw new StartupFailure("The management port " + wanted + " cannot be had (" + problem
                        + "): choose another with --management-port.");
            }
            return wanted;
        }
        return usualOrAny(port + MANAGEMENT_OFFSET);
    }

    /// The port of card messages: the wanted one, which must be free; else the usual, or any free one.
    static int cards(@Nullable Integer wanted) {
        if (wanted == null) {
            return usualOrAny(CARDS);
        }
        String problem = problem(InetAddress.getLoopbackAddress(), wanted);
        if (problem != null) {
            throw new StartupFailure("The port of card messages " + wanted + " cannot be had (" + problem
                    + "): choose another with --card-port.");
        }
        return wanted;
    }

    private static int usualOrAny(int usual) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        if (usual <= 0xFFFF && problem(loopback, usual) == null) {
            return usual;
        }
        return FreePort.any();
    }

    static @Nullable String problem(InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return null;
        } catch (IOException | IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
