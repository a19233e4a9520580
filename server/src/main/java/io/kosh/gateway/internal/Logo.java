package io.kosh.gateway.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A merchant's picture, as it was given. Its bytes say what it is, whatever the upload said.
///
/// @param type the media type
/// @param hash of the bytes; names the picture, so that another picture is another address
@SuppressWarnings("ArrayRecordComponent")
record Logo(byte[] bytes, String type, String hash) {
    static final int MOST_BYTES = 64 * 1024;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final int HASH_LETTERS = 32;

    /// The picture, or the refusal of what is none.
    static Logo of(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw Refusal.of(CommonError.BODY_TOO_LARGE, "a logo may have at most " + MOST_BYTES + " bytes");
        }
        String type = type(bytes);
        if (type == null) {
            throw Refusal.of(CommonError.MEDIA_TYPE_UNSUPPORTED, "a logo is a PNG or a JPEG; these bytes are neither");
        }
        return new Logo(bytes, type, hash(bytes));
    }

    private static @Nullable String type(byte[] bytes) {
        if (startsWith(bytes, PNG)) {
            return "image/png";
        }
        return startsWith(bytes, JPEG) ? "image/jpeg" : null;
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length > start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, HASH_LETTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
