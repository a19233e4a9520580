package io.kosh.webhooks.internal;

import io.kosh.kernel.Secret;
import io.kosh.platform.MasterKey.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/// A receiver's secret, `whsec_` and base64 where it is shown, and what it signs (Standard Webhooks 1.0).
record SigningSecret(Secret<byte[]> key) {
    static final String PREFIX = "whsec_";
    static final String VERSION = "v1,";
    private static final int BYTES = 32;

    static SigningSecret mint(SecureRandom random) {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        return new SigningSecret(new Secret<>(key));
    }

    /// As it is shown, once.
    String shown() {
        return PREFIX + Base64.getEncoder().encodeToString(key.value());
    }

    /// One signature, `v1,` and base64.
    ///
    /// @param signedAt seconds since 1970
    String sign(String id, long signedAt, byte[] body) {
        return VERSION + Base64.getEncoder().encodeToString(hmac(content(id, Long.toString(signedAt)), body));
    }

    /// What stands in front of the body in the signed content.
    static byte[] content(String id, String signedAt) {
        return (id + "." + signedAt + ".").getBytes(StandardCharsets.UTF_8);
    }

    byte[] hmac(byte[]... parts) {
        return hmacWith(key.value(), parts);
    }

    static byte[] hmacWith(byte[] key, byte[]... parts) {
        return KeyedHash.under(key).of(parts);
    }
}
