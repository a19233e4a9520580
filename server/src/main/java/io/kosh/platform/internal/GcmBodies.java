package io.kosh.platform.internal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/// Bodies by AES-256-GCM: a random nonce of 12 bytes, the cipher text, the tag of 16 bytes. What the body belongs to is
/// authenticated with it, so that it cannot be moved to another call.
final class GcmBodies {
    static final int NONCE = 12;
    static final int TAG = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private GcmBodies() {}

    static byte[] seal(SecretKey key, byte[] belongsTo, byte[] plain) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            byte[] cipherText =
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, belongsTo).doFinal(plain);
            return ByteBuffer.allocate(NONCE + cipherText.length)
                    .put(nonce)
                    .put(cipherText)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a body could not be encrypted", e);
        }
    }

    /// Null where the tag does not fit: another key, another call, or bytes that were changed.
    static byte @Nullable [] open(SecretKey key, byte[] belongsTo, byte[] sealed) {
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce(sealed), belongsTo)
                    .doFinal(sealed, NONCE, sealed.length - NONCE);
        } catch (AEADBadTagException _) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a body could not be decrypted", e);
        }
    }

    static byte[] nonce(byte[] sealed) {
        return Arrays.copyOf(sealed, NONCE);
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] belongsTo)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
        cipher.updateAAD(belongsTo);
        return cipher;
    }
}
