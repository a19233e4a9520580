package io.kosh.platform.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// The two ciphers by themselves; vectors come from other implementations.
class BodyCipherTest {
    private static final byte[] CALL = "request\nPOST\n/api/v0/partner/enKashCard/search".getBytes(UTF_8);
    private static final byte[] TEXT = "{\"beneficiaryId\":\"BEN1\"}".getBytes(UTF_8);

    private static SecretKey key(String hex) {
        return new SecretKeySpec(HexFormat.of().parseHex(hex), "AES");
    }

    @Test
    void theDocumentedVectorHoldsInBothDirections() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest("sandbox-secret".getBytes(UTF_8));
        SecretKey key = key("47b92e12cf09465c9375403baf780850");
        byte[] sealed = Base64.getDecoder().decode("LqSo9LDLtdN39Vq7VHYTm3Bv5qRLFCHkI46MYZf6ZUU=");

        assertThat(Arrays.copyOf(digest, 16)).isEqualTo(key.getEncoded());
        assertThat(EcbBodies.seal(key, TEXT)).isEqualTo(sealed);
        assertThat(EcbBodies.open(key, sealed)).isEqualTo(TEXT);
    }

    @Test
    void anotherKeyDoesNotOpenTheDocumentedVector() {
        byte[] sealed = Base64.getDecoder().decode("LqSo9LDLtdN39Vq7VHYTm3Bv5qRLFCHkI46MYZf6ZUU=");

        assertThat(EcbBodies.open(key("00000000000000000000000000000000"), sealed))
                .isNull();
        assertThat(EcbBodies.open(key("47b92e12cf09465c9375403baf780850"), Arrays.copyOf(sealed, 17)))
                .isNull();
    }

    @Test
    void whatAnotherImplementationSealedByGcmIsOpened() {
        SecretKey key = key("d3297fbb6f70476cf24c1ff6082bd564710b0b993d2800639a36a9f684aeb87d");
        byte[] sealed =
                Base64.getDecoder().decode("AAECAwQFBgcICQoLrey5vhlvXVV3pmjkYffA4eabdj95R8IGzAYg5JI/M9JBBjeJMFIzhg==");

        assertThat(GcmBodies.open(key, CALL, sealed)).isEqualTo(TEXT);
    }

    @Test
    void noByteOfAGcmBodyCanBeChanged() {
        SecretKey key = key("ab".repeat(32));
        byte[] sealed = GcmBodies.seal(key, CALL, TEXT);

        assertThat(GcmBodies.open(key, CALL, sealed)).isEqualTo(TEXT);
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThat(GcmBodies.open(key, CALL, changed)).as("byte %s", at).isNull();
        }
        assertThat(GcmBodies.open(key, "request\nPOST\n/elsewhere".getBytes(UTF_8), sealed))
                .isNull();
        assertThat(GcmBodies.open(key("cd".repeat(32)), CALL, sealed)).isNull();
    }

    @Test
    void twoGcmBodiesAreNeverAlike() {
        SecretKey key = key("ab".repeat(32));

        assertThat(GcmBodies.seal(key, CALL, TEXT)).isNotEqualTo(GcmBodies.seal(key, CALL, TEXT));
    }

    @Test
    void theGuideShowsTheseVectors() throws Exception {
        assertThat(Files.readString(Path.of("../docs/guides/encryption.md")))
                .contains(
                        "`47b92e12cf09465c9375403baf780850`",
                        "`LqSo9LDLtdN39Vq7VHYTm3Bv5qRLFCHkI46MYZf6ZUU=`",
                        "`d3297fbb6f70476cf24c1ff6082bd564710b0b993d2800639a36a9f684aeb87d`",
                        "`A256GCM.AAECAwQFBgcICQoLrey5vhlvXVV3pmjkYffA4eabdj95R8IGzAYg5JI/M9JBBjeJMFIzhg==`");
    }
}
