package io.kosh.kernel;

import java.util.random.RandomGenerator;

/// The documented shape of an identifier: a prefix and a number of characters from an alphabet.
/// Minting is random; the caller keeps ids apart by a unique constraint and mints again on a clash.
public record IdShape(String prefix, String alphabet, int length) {
    private static final String DIGITS = "0123456789";
    private static final String CAPITALS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final String BASE62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String HEX = "0123456789abcdef";

    /// Prefix and capital letters or digits, such as `CEK1PU9AOO`.
    public static IdShape alphanumeric(String prefix, int length) {
        return new IdShape(prefix, CAPITALS_AND_DIGITS, length);
    }

    /// Prefix and digits, such as `WCC024845`.
    public static IdShape numeric(String prefix, int length) {
        return new IdShape(prefix, DIGITS, length);
    }

    /// Letters of both cases and digits: for tokens.
    public static IdShape token(int length) {
        return new IdShape("", BASE62, length);
    }

    /// Hexadecimal digits: for secrets.
    public static IdShape hex(int length) {
        return new IdShape("", HEX, length);
    }

    public String mint(RandomGenerator random) {
        StringBuilder id = new StringBuilder(prefix.length() + length).append(prefix);
        for (int i = 0; i < length; i++) {
            id.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return id.toString();
    }
}
