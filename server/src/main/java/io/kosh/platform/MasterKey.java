package io.kosh.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The installation's one secret. Everything else that must be secret is derived from it by purpose (HKDF-SHA256,
/// RFC 5869) or wrapped by it (AES-256-GCM with a random 96-bit nonce in front).
public final class MasterKey {
    /// Bytes of a master key.
    public static final int BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;
    private final SecureRandom random = new SecureRandom();

    public MasterKey(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a master key has " + BYTES + " bytes");
        }
        this.key = key.clone();
    }

    /// A key for one purpose; the same purpose gives the same key.
    public byte[] derive(String purpose, int bytes) {
        try {
            HKDFParameterSpec spec = HKDFParameterSpec.ofExtract()
                    .addIKM(key)
                    .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), bytes);
            return KDF.getInstance("HKDF-SHA256").deriveData(spec);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks HKDF-SHA256", e);
        }
    }

    /// A keyed hash for one purpose, for random secrets that are only ever compared.
    public KeyedHash keyedHash(String purpose) {
        return KeyedHash.under(derive(purpose, 32));
    }

    /// HMAC-SHA256 under a derived key, or one that somebody else has too.
    public record KeyedHash(SecretKeySpec key) {
        /// Under a key that is no derived one.
        public static KeyedHash under(byte[] key) {
            return new KeyedHash(new SecretKeySpec(key, ALGORITHM));
        }

        public byte[] of(String text) {
            return of(text.getBytes(StandardCharsets.UTF_8));
        }

        /// The hash of some parts, one after the other.
        public byte[] of(byte[]... parts) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(key);
                for (byte[] part : parts) {
                    mac.update(part);
                }
                return mac.doFinal();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the JDK lacks HmacSHA256", e);
            }
        }
    }

    /// Encrypts what must be read back later; the purpose is authenticated with it.
    public byte[] wrap(String purpose, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] cipherText = crypt(Cipher.ENCRYPT_MODE, purpose, nonce, plain);
        byte[] wrapped = Arrays.copyOf(nonce, NONCE_BYTES + cipherText.length);
        System.arraycopy(cipherText, 0, wrapped, NONCE_BYTES, cipherText.length);
        return wrapped;
    }

    /// What [#wrap] was given; throws where the key or the purpose is another or the bytes were changed.
    public byte[] unwrap(String purpose, byte[] wrapped) {
        byte[] nonce = Arrays.copyOf(wrapped, NONCE_BYTES);
        return crypt(Cipher.DECRYPT_MODE, purpose, nonce, Arrays.copyOfRange(wrapped, NONCE_BYTES, wrapped.length));
    }

    private byte[] crypt(int mode, String purpose, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            SecretKeySpec wrapping = new SecretKeySpec(derive("wrap/" + purpose, 32), "AES");
            cipher.init(mode, wrapping, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the value was not wrapped by this master key for " + purpose, e);
        }
    }
}
