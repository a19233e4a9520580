package io.kosh.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Says byte for byte what an HTTP client library would refuse to send.
public final class RawHttp {
    private static final int PATIENCE_MILLIS = 10_000;

    private RawHttp() {}

    /// Sends the head as it stands, closes the connection's other half by asking for it, and returns the whole answer.
    public static String send(URI server, String head) {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write((head.strip().replace("\n", "\r\n") + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
