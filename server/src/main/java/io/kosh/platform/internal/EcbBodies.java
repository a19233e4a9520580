package io.kosh.platform.internal;

import java.security.GeneralSecurityException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/// The documented encryption of bodies: AES-128 in ECB mode with PKCS5 padding. Equal blocks look equal, and
/// blocks that were moved or left out are not noticed, so it stands here and nowhere else, for clients that speak
/// nothing better; [GcmBodies] is that.
final class EcbBodies {
    static final int BLOCK = 16;

    private EcbBodies() {}

    static byte[] seal(SecretKey key, byte[] plain) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a body could not be encrypted", e);
        }
    }

    /// Null where the padding is not one: another key, or bytes that were changed.
    static byte @Nullable [] open(SecretKey key, byte[] sealed) {
        try {
            return cipher(Cipher.DECRYPT_MODE, key).doFinal(sealed);
        } catch (BadPaddingException | IllegalBlockSizeException _) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a body could not be decrypted", e);
        }
    }

    /// Compatibility asks for the mode.
    @SuppressWarnings("InsecureCryptoUsage")
    private static Cipher cipher(int mode, SecretKey key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
        cipher.init(mode, key);
        return cipher;
    }
}
