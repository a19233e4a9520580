package io.kosh.vault.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.vault.internal.DataKeys.DataKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/// AES-256-GCM under a data key: a random nonce of 96 bits in front, and the place of the value (company, kind, token)
/// authenticated with it, so that a sealed value counts in its own row only.
@Component
final class Sealing {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final DataKeys keys;
    private final SecureRandom random = new SecureRandom();

    Sealing(DataKeys keys) {
        this.keys = keys;
    }

    /// Where a value is kept.
    record Place(CompanyKey company, String kind, String token) {
        private byte[] bytes() {
            return (company.value() + "\n" + kind + "\n" + token).getBytes(StandardCharsets.UTF_8);
        }
    }

    /// Seals with the newest key, in whatever transaction is open.
    Sealed seal(Place place, String text) {
        return seal(keys.newest(), place, text);
    }

    Sealed seal(DataKey key, Place place, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] cipherText = crypt(Cipher.ENCRYPT_MODE, key.key(), place, nonce, text.getBytes(StandardCharsets.UTF_8));
        byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipherText.length);
        System.arraycopy(cipherText, 0, sealed, NONCE_BYTES, cipherText.length);
        return new Sealed(key.id(), sealed);
    }

    /// Throws where the bytes were changed, or were sealed for another place.
    String open(Place place, Sealed sealed) {
        byte[] nonce = Arrays.copyOf(sealed.bytes(), NONCE_BYTES);
        byte[] cipherText = Arrays.copyOfRange(sealed.bytes(), NONCE_BYTES, sealed.bytes().length);
        byte[] opened = crypt(Cipher.DECRYPT_MODE, keys.find(sealed.keyId()), place, nonce, cipherText);
        return new String(opened, StandardCharsets.UTF_8);
    }

    private static byte[] crypt(int mode, SecretKeySpec key, Place place, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.bytes());
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a sealed " + place.kind() + " does not belong where it is kept", e);
        }
    }
}
