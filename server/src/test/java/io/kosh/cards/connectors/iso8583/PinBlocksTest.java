package io.kosh.cards.connectors.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.Secret;
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

    private static String encrypted(String clear, String key) throws Exception {
        Cipher cipher = Cipher.getInstance("DESede/CBC/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(HexFormat.of().parseHex(key), "DESede"),
                new IvParameterSpec(new byte[8]));
        return HexFormat.of().formatHex(cipher.doFinal(HexFormat.of().parseHex(clear)));
    }

    private static String encrypted(String clear) throws Exception {
        return encrypted(clear, Iso8583Settings.SANDBOX_PIN_KEY + Iso8583Settings.SANDBOX_PIN_KEY.substring(0, 16));
    }

    private static @Nullable String value(@Nullable Secret<String> pin) {
        return pin == null ? null : pin.value();
    }

    @Test
    void theTextbooksBlockOpens() throws Exception {
        assertThat(value(pins.open(encrypted(CLEAR), NUMBER))).isEqualTo("1234");
    }

    @Test
    void aKeyOfThreePartsOpensItToo() throws Exception {
        String key = "0123456789ABCDEFFEDCBA98765432101032547698BADCFE";

        assertThat(Objects.requireNonNull(new PinBlocks(key).open(encrypted(CLEAR, key), NUMBER))
                        .value())
                .isEqualTo("1234");
    }

    @Test
    void anotherCardAnotherKeyAndAnotherFormDoNotOpen() throws Exception {
        assertThat(pins.open(encrypted(CLEAR), new Secret<>("2004010123456784"))).isNull();
        assertThat(new PinBlocks("FEDCBA98765432100123456789ABCDEF").open(encrypted(CLEAR), NUMBER)).isNull();
        // Format 1; a PIN of three digits; fifteen; a letter within; digits behind.
        for (String clear : new String[] {
            "1412AC89ABCDEF67", "0312AC89ABCDEF67", "0F12AC89ABCDEF67", "04A2AC89ABCDEF67", "0412AC19ABCDEF67"
        }) {
            assertThat(pins.open(encrypted(clear), NUMBER)).as(clear).isNull();
        }
        assertThat(pins.open("no block", NUMBER)).isNull();
    }
}
