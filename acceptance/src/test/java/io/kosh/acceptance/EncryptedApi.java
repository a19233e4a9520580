package io.kosh.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kosh.acceptance.Api.Reply;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A client that encrypts its bodies, as docs/guides/encryption.md says.
///
/// @param gcm whether by AES-256-GCM, else as documented
record EncryptedApi(Api api, String secret, boolean gcm) {
    private static final String PREFIX = "A256GCM.";
    private static final SecureRandom RANDOM = new SecureRandom();

    /// Sends a body encrypted and gives the answer as it was meant; fails where that came plain.
    Reply post(String path, Object body) {
        String text = body instanceof String string ? string : Json.write(body);
        try {
            String request = gcm ? seal(path, text) : base64(ecb(Cipher.ENCRYPT_MODE, text.getBytes(UTF_8)));
            Reply reply = api.post(path, Json.object("request", request));
            String answer = reply.text("request");
            String plain =
                    gcm ? open(path, request, answer) : new String(ecb(Cipher.DECRYPT_MODE, bytes(answer)), UTF_8);
            return new Reply(reply.status(), Json.parse(plain), plain, reply.headers());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a body could not be encrypted or decrypted", e);
        }
    }

    @SuppressWarnings("InsecureCryptoUsage") // the documented mode
    private byte[] ecb(int mode, byte[] input) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
        Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
        cipher.init(mode, new SecretKeySpec(Arrays.copyOf(digest, 16), "AES"));
        return cipher.doFinal(input);
    }

    private String seal(String path, String text) throws GeneralSecurityException {
        byte[] nonce = new byte[12];
        RANDOM.nextBytes(nonce);
        byte[] cipherText = gcm(Cipher.ENCRYPT_MODE, nonce, String.join("\n", "request", "POST", path))
                .doFinal(text.getBytes(UTF_8));
        return PREFIX
                + base64(ByteBuffer.allocate(12 + cipherText.length)
                        .put(nonce)
                        .put(cipherText)
                        .array());
    }

    private String open(String path, String request, String answer) throws GeneralSecurityException {
        byte[] sealed = bytes(answer.substring(PREFIX.length()));
        String nonce = base64(Arrays.copyOf(bytes(request.substring(PREFIX.length())), 12));
        Cipher cipher =
                gcm(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, 12), String.join("\n", "answer", "POST", path, nonce));
        return new String(cipher.doFinal(sealed, 12, sealed.length - 12), UTF_8);
    }

    private Cipher gcm(int mode, byte[] nonce, String belongsTo) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        SecretKeySpec key = new SecretKeySpec(mac.doFinal("kosh/body/A256GCM".getBytes(UTF_8)), "AES");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(128, nonce));
        cipher.updateAAD(belongsTo.getBytes(UTF_8));
        return cipher;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
