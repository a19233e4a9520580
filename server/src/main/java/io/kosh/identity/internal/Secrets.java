package io.kosh.identity.internal;

import io.kosh.kernel.IdShape;
import io.kosh.kernel.Secret;
import io.kosh.platform.MasterKey;
import io.kosh.platform.MasterKey.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
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

    private final SecureRandom random = new SecureRandom();
    private final MasterKey masterKey;
    private final KeyedHash secretHash;
    private final KeyedHash tokenHash;

    Secrets(MasterKey masterKey) {
        this.masterKey = masterKey;
        this.secretHash = masterKey.keyedHash("identity/client-secret");
        this.tokenHash = masterKey.keyedHash("identity/token");
    }

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

    /// The AES-128 key of encrypted bodies, wrapped: it can only be computed while the secret is at hand.
    byte[] wrappedBodyKey(Secret<String> clientSecret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(clientSecret.value().getBytes(StandardCharsets.UTF_8));
            return masterKey.wrap(BODY_KEY, Arrays.copyOf(digest, BODY_KEY_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }

    byte[] unwrapBodyKey(byte[] wrapped) {
        return masterKey.unwrap(BODY_KEY, wrapped);
    }
}
