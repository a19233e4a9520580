package io.kosh.cards.connectors.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.Secret;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PinBlocksTest {
    /// The example that textbooks give for format 0: PIN 1234.
    private static final String CLEAR = "0412AC89ABCDEF67";
    private static final Secret<String> NUMBER = new Secret<>("43219876543210987");

    private final PinBlocks pins = new PinBlocks(Iso8583Settings.SANDBOX_PIN_KEY);

    /// A block of format 0 under the sandbox's key.
    static String sealed(String pin, Secret<String> number) {
        String digits = number.value();
        byte[] clear = HexFormat.of().parseHex("0" + pin.length() + pin + "F".repeat(14 - pin.length()));
        byte[] account = HexFormat.of().parseHex("0000" + digits.substring(digits.length() - 13, digits.length() - 1));
        for (int i = 0; i < clear.length; i++) {
            clear[i] ^= account[i];
        }
        return encrypted(HexFormat.of().formatHex(clear));
    }

    private static String encrypted(String clear, String key) {
        try {
            Cipher cipher = Cipher.getInstance("DESede/CBC/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(HexFormat.of().parseHex(key), "DESede"),
                    new IvParameterSpec(new byte[8]));
            return HexFormat.of().formatHex(cipher.doFinal(HexFormat.of().parseHex(clear)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A block as it stands before it is encrypted, under the sandbox's key.
    static String encrypted(String clear) {
        return encrypted(clear, Iso8583Settings.SANDBOX_PIN_KEY + Iso8583Settings.SANDBOX_PIN_KEY.substring(0, 16));
    }

    private static @Nullable String value(@Nullable Secret<String> pin) {
        return pin == null ? null : pin.value();
    }

    @Test
    void theTextbooksBlockOpens() {
        assertThat(value(pins.open(encrypted(CLEAR), NUMBER))).isEqualTo("1234");
    }

    @Test
    void aKeyOfThreePartsOpensItToo() {
        String key = "0123456789ABCDEFFEDCBA98765432101032547698BADCFE";

        assertThat(Objects.requireNonNull(new PinBlocks(key).open(encrypted(CLEAR, key), NUMBER))
                        .value())
                .isEqualTo("1234");
    }

    @Test
    void anotherCardAnotherKeyAndAnotherFormDoNotOpen() {
        assertThat(pins.open(encrypted(CLEAR), new Secret<>("2004010123456784")))
                .isNull();
        assertThat(new PinBlocks("FEDCBA98765432100123456789ABCDEF").open(encrypted(CLEAR), NUMBER))
                .isNull();
        // Format 1; a PIN of three digits; fifteen; a letter within; digits behind.
        for (String clear : new String[] {
            "1412AC89ABCDEF67", "0312AC89ABCDEF67", "0F12AC89ABCDEF67", "04A2AC89ABCDEF67", "0412AC19ABCDEF67"
        }) {
            assertThat(pins.open(encrypted(clear), NUMBER)).as(clear).isNull();
        }
        assertThat(pins.open("no block", NUMBER)).isNull();
    }
}
