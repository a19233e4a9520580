package io.kosh.cards.connectors.iso8583;

import io.kosh.kernel.Secret;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Opens PIN blocks of ISO 9564-1 format 0 under a zone key: the PIN behind its length and the card's
/// number, each in eight bytes, added bit by bit and encrypted by 3DES.
final class PinBlocks {
    private static final int BLOCK = 8;
    private static final int SHORTEST_KEY = 16;
    private static final int KEY = 24;
    private static final int NUMBER_DIGITS = 12;
    private static final int SHORTEST_PIN = 4;
    private static final int LONGEST_PIN = 12;
    private static final int FILLER = 0xF;
    private static final IvParameterSpec NOTHING_BEFORE = new IvParameterSpec(new byte[BLOCK]);

    private final SecretKeySpec key;

    /// @param hex 32 or 48 hexadecimal digits; of 32, the first half is used again behind the second
    PinBlocks(String hex) {
        byte[] given = HexFormat.of().parseHex(hex);
        byte[] whole = Arrays.copyOf(given, KEY);
        if (given.length == SHORTEST_KEY) {
            System.arraycopy(given, 0, whole, SHORTEST_KEY, BLOCK);
        }
        this.key = new SecretKeySpec(whole, "DESede");
    }

    /// The PIN, of four to twelve digits; null where this is no block of this card under this key.
    @Nullable
    Secret<String> open(String block, Secret<String> number) {
        if (!block.matches("[0-9A-Fa-f]{16}")) {
            return null;
        }
        byte[] clear = crypt(Cipher.DECRYPT_MODE, HexFormat.of().parseHex(block));
        byte[] account = account(number);
        int[] digits = new int[2 * BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            int both = (clear[i] ^ account[i]) & 0xFF;
            digits[2 * i] = both >>> 4;
            digits[2 * i + 1] = both & FILLER;
        }
        int length = digits[1];
        if (digits[0] != 0 || length < SHORTEST_PIN || length > LONGEST_PIN) {
            return null;
        }
        StringBuilder pin = new StringBuilder(length);
        for (int i = 2; i < digits.length; i++) {
            boolean inside = i < length + 2;
            if (inside ? digits[i] > 9 : digits[i] != FILLER) {
                return null;
            }
            if (inside) {
                pin.append(digits[i]);
            }
        }
        return new Secret<>(pin.toString());
    }

    /// Four zeros and the last twelve digits before the check digit.
    private static byte[] account(Secret<String> number) {
        String digits = number.value();
        String last = "0".repeat(NUMBER_DIGITS) + digits.substring(0, Math.max(0, digits.length() - 1));
        return HexFormat.of().parseHex("0000" + last.substring(last.length() - NUMBER_DIGITS));
    }

    /// One block under no chaining is the same in every mode.
    private byte[] crypt(int mode, byte[] block) {
        try {
            Cipher cipher = Cipher.getInstance("DESede/CBC/NoPadding");
            cipher.init(mode, key, NOTHING_BEFORE);
            return cipher.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks 3DES", e);
        }
    }
}
