package io.kosh.ledger.internal;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A SHA-256, compared by what it is.
final class Hash {
    /// What a first block names as its predecessor.
    static final Hash NONE = new Hash(new byte[32]);

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    static Hash of(byte[] bytes) {
        return new Hash(bytes);
    }

    static Hash ended(MessageDigest digest) {
        return new Hash(digest.digest());
    }

    /// For a column; not to be written to.
    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// As hexadecimal digits.
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
