package io.kosh.identity.internal;

import io.kosh.kernel.IdShape;
import io.kosh.kernel.Secret;
import io.kosh.platform.BodyKeys;
import io.kosh.platform.MasterKey;
import io.kosh.platform.MasterKey.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Mints what must not be guessed and hashes it for keeping. Random secrets have enough entropy for a fast keyed hash;
/// only human passwords need a slow one ([Passwords]).
@Component
final class Secrets {
    static final int TOKEN_LENGTH = 27;
    private static final int BODY_KEY_BYTES = 16;
    private static final IdShape CLIENT_SECRET = IdShape.hex(40);
    private static final IdShape TOKEN = IdShape.token(TOKEN_LENGTH);
    private static final String BODY_KEY = "identity/client-body-key";
    private static final String GCM_KEY = "identity/client-gcm-key";
    private static final String GCM_PURPOSE = "kosh/body/A256GCM";

    private final SecureRandom random = new SecureRandom();
    private final MasterKey masterKey;
    private final KeyedHash secretHash;
    private final KeyedHash tokenHash;

    Secrets(MasterKey masterKey) {
        this.masterKey = masterKey;
        this.secretHash = masterKey.keyedHash("identity/client-secret");
        this.tokenHash = masterKey.keyedHash("identity/token");
    }

    /// Keys as they are kept.
    ///
    /// @param documented the AES-128 key of the documented encryption
    /// @param gcm        the AES-256 key; null where the secret was minted before there were any
    @SuppressWarnings("ArrayRecordComponent")
    record WrappedKeys(byte[] documented, byte @Nullable [] gcm) {}

    Secret<String> mintClientSecret() {
        return new Secret<>(CLIENT_SECRET.mint(random));
    }

    Secret<String> mintToken() {
        return new Secret<>(TOKEN.mint(random));
    }

    /// A password for a sandbox login.
    Secret<String> mintPassword() {
        return new Secret<>(IdShape.token(20).mint(random));
    }

    String mint(IdShape shape) {
        return shape.mint(random);
    }

    byte[] hashClientSecret(Secret<String> secret) {
        return secretHash.of(secret.value());
    }

    byte[] hashToken(Secret<String> token) {
        return tokenHash.of(token.value());
    }

    /// The keys of encrypted bodies, wrapped: they can only be computed while the secret is at hand. Neither tells
    /// anything of the other.
    WrappedKeys wrappedBodyKeys(Secret<String> clientSecret) {
        byte[] secret = clientSecret.value().getBytes(StandardCharsets.UTF_8);
        byte[] gcm = KeyedHash.under(secret).of(GCM_PURPOSE);
        return new WrappedKeys(
                masterKey.wrap(BODY_KEY, Arrays.copyOf(sha256(secret), BODY_KEY_BYTES)), masterKey.wrap(GCM_KEY, gcm));
    }

    BodyKeys.Keys unwrap(WrappedKeys wrapped) {
        byte[] gcm = wrapped.gcm();
        return new BodyKeys.Keys(
                aes(masterKey.unwrap(BODY_KEY, wrapped.documented())),
                gcm == null ? null : aes(masterKey.unwrap(GCM_KEY, gcm)));
    }

    private static SecretKeySpec aes(byte[] key) {
        return new SecretKeySpec(key, "AES");
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
