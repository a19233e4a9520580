package io.kosh.cards.connectors.iso8583;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Messages on a connection: each behind its length in two bytes, the higher one first, the two not counted.
final class Frames {
    /// A type and one bitmap.
    static final int SHORTEST = 20;
    static final int LONGEST = 0xFFFF;

    private static final int HEADER = 2;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Iso8583Settings settings;

    Frames(Socket socket, Iso8583Settings settings) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.settings = settings;
    }

    /// The next message, null where the connection ended between two. However slowly the bytes drip in,
    /// all of a message are there in time or it is given up.
    byte @Nullable [] read() throws IOException {
        socket.setSoTimeout(millis(settings.idle().toNanos()));
        int first = in.read();
        if (first < 0) {
            return null;
        }
        long until = System.nanoTime() + settings.readTimeout().toNanos();
        byte[] header = new byte[HEADER];
        header[0] = (byte) first;
        fill(header, 1, until);
        int length = Byte.toUnsignedInt(header[0]) << 8 | Byte.toUnsignedInt(header[1]);
        if (length < SHORTEST || length > settings.messageBytes()) {
            throw new Garbage("a length of " + length);
        }
        byte[] message = new byte[length];
        fill(message, 0, until);
        return message;
    }

    private void fill(byte[] bytes, int from, long until) throws IOException {
        int at = from;
        while (at < bytes.length) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("a message that did not end");
            }
            socket.setSoTimeout(millis(left));
            int read = in.read(bytes, at, bytes.length - at);
            if (read < 0) {
                throw new EOFException("the connection ended within a message");
            }
            at += read;
        }
    }

    /// Zero would mean for ever.
    private static int millis(long nanos) {
        return Math.clamp(Duration.ofNanos(nanos).toMillis(), 1, Integer.MAX_VALUE);
    }

    /// Length and message in one piece, so that they travel together.
    void write(byte[] message) throws IOException {
        out.write(framed(message));
    }

    static byte[] framed(byte[] message) {
        byte[] framed = new byte[HEADER + message.length];
        framed[0] = (byte) (message.length >>> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, HEADER, message.length);
        return framed;
    }
}
