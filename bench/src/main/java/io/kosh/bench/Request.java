package io.kosh.bench;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The head of a POST that is sent again and again, so that only what differs is written each time.
final class Request {
    /// How many digits [#digits] writes.
    static final int DIGITS = 10;

    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final byte[] head;

    Request(URI base, String token, String path) {
        this(base, token, path, "");
    }

    /// @param more further headers, each with its end of line
    Request(URI base, String token, String path, String more) {
        head = ("POST " + path + " HTTP/1.1\r\n" + headers(base, token) + more
                        + "Content-Type: application/json\r\nContent-Length: ")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// A whole GET.
    static byte[] get(URI base, @Nullable String token, String path) {
        return ("GET " + path + " HTTP/1.1\r\n" + headers(base, token) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String headers(URI base, @Nullable String token) {
        return "Host: " + base.getAuthority() + "\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n");
    }

    /// Writes the head; the body of so many bytes follows.
    void begin(ByteBuffer into, int length) {
        into.put(head);
        digits(into, length);
        into.put(HEAD_END);
    }

    /// Writes a number with leading zeros.
    static void digits(ByteBuffer into, long number) {
        long divisor = 1_000_000_000;
        for (int i = 0; i < DIGITS; i++) {
            into.put((byte) ('0' + number / divisor % 10));
            divisor /= 10;
        }
    }
}
