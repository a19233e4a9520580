package io.kosh.webhooks.internal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The first byte in which what was sent and what was received differ.
///
/// @param offset   bytes that are the same
/// @param sent     the byte there in hexadecimal, null at the end
/// @param received the byte there in hexadecimal, null at the end
/// @param sentAround     a few characters around it
/// @param receivedAround a few characters around it
record Difference(
        int offset, @Nullable String sent, @Nullable String received, String sentAround, String receivedAround) {
    private static final int BEFORE = 12;
    private static final int AFTER = 20;

    /// Null where there is none.
    static @Nullable Difference of(byte[] sent, byte[] received) {
        int offset = java.util.Arrays.mismatch(sent, received);
        return offset < 0
                ? null
                : new Difference(
                        offset,
                        hex(sent, offset),
                        hex(received, offset),
                        around(sent, offset),
                        around(received, offset));
    }

    static @Nullable Difference of(String sent, String received) {
        return of(sent.getBytes(StandardCharsets.UTF_8), received.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String hex(byte[] bytes, int offset) {
        return offset < bytes.length ? HexFormat.of().toHexDigits(bytes[offset]) : null;
    }

    private static String around(byte[] bytes, int offset) {
        int from = Math.max(0, offset - BEFORE);
        int to = Math.min(bytes.length, offset + AFTER);
        return new String(bytes, from, to - from, StandardCharsets.UTF_8).replace('\0', '\ufffd');
    }
}
