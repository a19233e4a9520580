package io.kosh.testing;

import io.kosh.testing.Api.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A client that encrypts its bodies, written from the guide alone: it shares nothing with the server.
///
/// @param gcm whether by AES-256-GCM, else as documented
public record EncryptedClient(TestServer server, String token, String secret, boolean gcm) {
    private static final String PREFIX = "A256GCM.";

    /// One with the credentials of a fixture.
    public static EncryptedClient of(TestServer server, Api.Fixture shop, boolean gcm) {
        return new EncryptedClient(server, shop.token(), shop.client().secret().value(), gcm);
    }

    /// Sends a body encrypted and gives the answer as it was meant; fails where the answer is plain.
    public Reply post(String path, Object body, String... headers) {
        return send("POST", path, body, headers);
    }

    public Reply send(String method, String path, Object body, String... headers) {
        String request = sealed(method, path, body instanceof String text ? text : json(body));
        return meant(method, path, request, raw(method, path, "{\"request\":\"" + request + "\"}", headers));
    }

    /// A GET that asks for an encrypted answer.
    public Reply get(String path) {
        String request = sealed("GET", path, "");
        Reply reply = Api.of(server)
                .send(builder(path).header("Kosh-Encrypted-Request", request).GET());
        return meant("GET", path, request, reply);
    }

    /// Sends a body as it stands and gives the answer as it came.
    public Reply raw(String method, String path, String body, String... headers) {
        HttpRequest.Builder request =
                builder(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body));
        return Api.of(server).send(headers.length == 0 ? request : request.headers(headers));
    }

    /// Sends what stands in `request` and gives the answer as it came.
    public Reply post(String path, Sealed request) {
        return raw("POST", path, "{\"request\":\"" + request.text() + "\"}");
    }

    /// A text for `request`.
    public record Sealed(String text) {}

    private HttpRequest.Builder builder(String path) {
        return HttpRequest.newBuilder(server.uri(path)).header("Authorization", "Bearer " + token);
    }

    private static String json(Object body) {
        return JsonMapper.shared().writeValueAsString(body);
    }

    private Reply meant(String method, String path, String request, Reply reply) {
        if (!reply.json().has("request") || reply.json().size() != 1) {
            throw new AssertionError("the answer is plain: " + reply.status() + " " + reply.body());
        }
        String plain = opened(method, path, request, reply.text("request"));
        return new Reply(reply.status(), JsonMapper.shared().readTree(plain), plain, reply.response());
    }

    /// What is sent in `request`.
    public String sealed(String method, String target, String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        if (!gcm) {
            return base64(ecb(Cipher.ENCRYPT_MODE, plain));
        }
        byte[] nonce = new byte[12];
        new SecureRandom().nextBytes(nonce);
        byte[] cipherText = gcm(Cipher.ENCRYPT_MODE, nonce, "request\n" + method + "\n" + target, plain);
        byte[] whole = Arrays.copyOf(nonce, 12 + cipherText.length);
        System.arraycopy(cipherText, 0, whole, 12, cipherText.length);
        return PREFIX + base64(whole);
    }

    /// What an answer meant to a request.
    public String opened(String method, String target, String request, String answer) {
        if (!gcm) {
            return new String(ecb(Cipher.DECRYPT_MODE, bytes(answer)), StandardCharsets.UTF_8);
        }
        byte[] whole = bytes(answer.substring(PREFIX.length()));
        String of = base64(Arrays.copyOf(bytes(request.substring(PREFIX.length())), 12));
        byte[] plain = gcm(
                Cipher.DECRYPT_MODE,
                Arrays.copyOf(whole, 12),
                "answer\n" + method + "\n" + target + "\n" + of,
                Arrays.copyOfRange(whole, 12, whole.length));
        return new String(plain, StandardCharsets.UTF_8);
    }

    private byte[] ecb(int mode, byte[] input) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return crypt("AES/ECB/PKCS5Padding", mode, Arrays.copyOf(digest, 16), null, input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] gcm(int mode, byte[] nonce, String belongsTo, byte[] input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] key = mac.doFinal("kosh/body/A256GCM".getBytes(StandardCharsets.UTF_8));
            return crypt("AES/GCM/NoPadding", mode, key, new Nonce(nonce, belongsTo), input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Nonce(byte[] bytes, String belongsTo) {}

    @SuppressWarnings("InsecureCryptoUsage") // the documented mode
    private static byte[] crypt(String how, int mode, byte[] key, @Nullable Nonce nonce, byte[] input)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(how);
        if (nonce == null) {
            cipher.init(mode, new SecretKeySpec(key, "AES"));
        } else {
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce.bytes()));
            cipher.updateAAD(nonce.belongsTo().getBytes(StandardCharsets.UTF_8));
        }
        return cipher.doFinal(input);
    }

    public static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
