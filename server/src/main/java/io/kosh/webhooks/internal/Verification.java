package io.kosh.webhooks.internal;

import io.kosh.kernel.Secret;
import io.kosh.webhooks.Checksum;
import io.kosh.webhooks.internal.Delivery.Attempt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Checks a received notification as a receiver should, and tells what is wrong with it: with the headers, the time,
/// the body, the secret, or the way in which the receiver computes. Pure: what was sent is handed in.
final class Verification {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final JsonMapper JSON = new JsonMapper();

    private final Received received;
    private final Instant now;
    private final String id;
    private final String timestamp;
    private final String signature;
    private final List<Finding> findings = new ArrayList<>();

    private Verification(Received received, Instant now) {
        this.received = received;
        this.now = now;
        this.id = header("webhook-id");
        this.timestamp = header("webhook-timestamp");
        this.signature = header("webhook-signature");
    }

    /// What somebody received.
    ///
    /// @param secret   the secret that the receiver checks with, where it tells
    /// @param computed the signature that the receiver computed, where it tells
    @SuppressWarnings("ArrayRecordComponent") // bytes as they came, never compared
    record Received(
            Map<String, String> headers,
            byte[] body,
            @Nullable Secret<String> secret,
            @Nullable String computed) {}

    /// What was sent under the same id to an endpoint.
    record Sent(Endpoint endpoint, Delivery delivery, List<Attempt> attempts) {}

    /// One thing that is wrong.
    enum Fault {
        HEADER_MISSING,
        TIMESTAMP_INVALID,
        TIMESTAMP_TOO_OLD,
        TIMESTAMP_IN_FUTURE,
        TIMESTAMP_CHANGED,
        SIGNATURE_INVALID,
        SIGNATURE_CHANGED,
        EVENT_UNKNOWN,
        BODY_CHANGED,
        BODY_RESERIALISED,
        BODY_PADDED,
        SECRET_INVALID,
        SECRET_WRONG,
        SECRET_ROTATED,
        SECRET_OF_ANOTHER_ENDPOINT,
        COMPUTED_OTHERWISE,
        CHECKSUM_WRONG
    }

    record Finding(Fault fault, String detail, @Nullable Difference difference) {}

    /// @param signedBy      the endpoint whose secret made the signature, null where none did
    /// @param checksum      whether the body's `checksum` is right, null where it has none
    /// @param signedContent what has to be signed, as text
    record Result(
            boolean valid,
            @Nullable String signedBy,
            @Nullable Boolean checksum,
            List<Finding> findings,
            String signedContent) {}

    /// @param own       the endpoint that the receiver says it is, null where it does not say
    /// @param endpoints every endpoint of the company
    /// @param sent      what was sent under the same id
    static Result of(
            Received received, Instant now, @Nullable Endpoint own, List<Endpoint> endpoints, List<Sent> sent) {
        return new Verification(received, now).check(own, endpoints, sent);
    }

    private Result check(@Nullable Endpoint own, List<Endpoint> endpoints, List<Sent> all) {
        List<Sent> sent = all.stream()
                .filter(each -> own == null || each.endpoint().key() == own.key())
                .toList();
        checkTime();
        Endpoint signedBy = signature.isEmpty() ? null : signer(own, endpoints);
        if (signedBy == null && !id.isEmpty() && !timestamp.isEmpty()) {
            if (sent.isEmpty()) {
                add(
                        Fault.EVENT_UNKNOWN,
                        "nothing was sent" + (own == null ? "" : " to this endpoint") + " as " + id,
                        null);
            } else {
                compare(nearest(sent));
            }
        }
        List<Endpoint> candidates = own != null ? List.of(own) : signedBy != null ? List.of(signedBy) : endpoints;
        checkSecret(candidates, endpoints);
        checkComputed(candidates);
        Boolean checksum = checksum(candidates, sent);
        return new Result(
                findings.isEmpty(),
                signedBy == null ? null : signedBy.id(),
                checksum,
                List.copyOf(findings),
                id + "." + timestamp + "." + text());
    }

    private String text() {
        return new String(received.body(), StandardCharsets.UTF_8);
    }

    private String header(String name) {
        for (var header : received.headers().entrySet()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue().strip();
            }
        }
        findings.add(new Finding(Fault.HEADER_MISSING, "the header " + name + " is missing", null));
        return "";
    }

    private void add(Fault fault, String detail, @Nullable Difference difference) {
        findings.add(new Finding(fault, detail, difference));
    }

    private void checkTime() {
        if (timestamp.isEmpty()) {
            return;
        }
        long seconds;
        try {
            seconds = Long.parseLong(timestamp);
        } catch (NumberFormatException _) {
            add(Fault.TIMESTAMP_INVALID, "webhook-timestamp must be seconds since 1970", null);
            return;
        }
        long age = now.getEpochSecond() - seconds;
        if (seconds > now.getEpochSecond() * 100) {
            add(Fault.TIMESTAMP_INVALID, "webhook-timestamp is in seconds, this looks like milliseconds", null);
        } else if (age > TOLERANCE.toSeconds()) {
            add(Fault.TIMESTAMP_TOO_OLD, "signed " + age + " seconds ago; receivers refuse more than 300", null);
        } else if (-age > TOLERANCE.toSeconds()) {
            add(Fault.TIMESTAMP_IN_FUTURE, "signed " + -age + " seconds ahead of now; look at the clocks", null);
        }
    }

    private boolean signs(SigningSecret secret) {
        byte[] right = secret.hmac(SigningSecret.content(id, timestamp), received.body());
        for (String token : signature.split(" ", -1)) {
            if (token.startsWith(SigningSecret.VERSION)) {
                byte[] given = decoded(token.substring(SigningSecret.VERSION.length()));
                if (given != null && MessageDigest.isEqual(right, given)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static byte @Nullable [] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /// The endpoint whose secret made the signature. One that is not the receiver's own, or a secret that no longer
    /// counts, is told.
    private @Nullable Endpoint signer(@Nullable Endpoint own, List<Endpoint> endpoints) {
        for (String token : signature.split(" ", -1)) {
            byte[] given = token.startsWith(SigningSecret.VERSION) ? decoded(token.substring(3)) : null;
            if (given == null || given.length != 32) {
                add(
                        Fault.SIGNATURE_INVALID,
                        "webhook-signature must be `v1,` and 44 characters of base64, several of them parted by a space",
                        null);
                break;
            }
        }
        for (Endpoint endpoint : endpoints) {
            if (endpoint.keys().all().anyMatch(this::signs)) {
                if (own != null && own.key() != endpoint.key()) {
                    add(Fault.SECRET_OF_ANOTHER_ENDPOINT, "signed for the endpoint " + endpoint.id(), null);
                } else if (endpoint.keys().at(now).stream().noneMatch(this::signs)) {
                    add(Fault.SECRET_ROTATED, "signed by the secret before the rotation, whose overlap is over", null);
                }
                return endpoint;
            }
        }
        return null;
    }

    /// The one of some deliveries under the same id whose body is most like the received one: with a checksum, each
    /// endpoint's differs.
    private Sent nearest(List<Sent> sent) {
        Sent nearest = sent.getFirst();
        int most = -1;
        for (Sent each : sent) {
            int same = Arrays.mismatch(bodySent(each).getBytes(StandardCharsets.UTF_8), received.body());
            if (same < 0) {
                return each;
            }
            if (same > most) {
                most = same;
                nearest = each;
            }
        }
        return nearest;
    }

    private static String bodySent(Sent sent) {
        String body =
                sent.attempts().isEmpty() ? null : sent.attempts().getLast().requestBody();
        return body == null ? sent.delivery().body() : body;
    }

    /// What of time, body and signature is not as it was sent.
    private void compare(Sent sent) {
        String body = bodySent(sent);
        Attempt same = null;
        for (Attempt attempt : sent.attempts()) {
            if (Long.toString(attempt.signedAt()).equals(timestamp)) {
                same = attempt;
            }
        }
        Difference difference = Difference.of(body.getBytes(StandardCharsets.UTF_8), received.body());
        if (difference != null) {
            bodyChanged(body, difference);
        }
        if (same == null) {
            add(Fault.TIMESTAMP_CHANGED, "no try of this delivery was signed at " + timestamp, null);
        } else if (difference == null && !signature.isEmpty()) {
            String right = JSON.readTree(same.requestHeaders())
                    .path("webhook-signature")
                    .asString("");
            Difference changed = Difference.of(right, signature);
            if (changed != null) {
                add(Fault.SIGNATURE_CHANGED, "the signature is not the one that was sent", changed);
            }
        }
    }

    private void bodyChanged(String sent, Difference difference) {
        String text = text();
        if (text.strip().equals(sent.strip())) {
            add(Fault.BODY_PADDED, "the body has white space before or after it that was not sent", difference);
            return;
        }
        try {
            if (Checksum.canonical(text).equals(Checksum.canonical(sent))) {
                add(
                        Fault.BODY_RESERIALISED,
                        "the body says the same in other bytes: check the bytes as they came, before anything parses them",
                        difference);
                return;
            }
        } catch (JacksonException _) {
            // Not even JSON any more: it was changed.
        }
        add(Fault.BODY_CHANGED, "the body is not the one that was sent", difference);
    }

    private void checkSecret(List<Endpoint> candidates, List<Endpoint> endpoints) {
        if (received.secret() == null) {
            return;
        }
        String text = received.secret().value();
        byte[] key =
                text.startsWith(SigningSecret.PREFIX) ? decoded(text.substring(SigningSecret.PREFIX.length())) : null;
        if (key == null) {
            add(Fault.SECRET_INVALID, "a secret is whsec_ and base64, with nothing before or after it", null);
        } else if (candidates.stream()
                .anyMatch(each -> each.keys().at(now).stream().anyMatch(one -> is(one, key)))) {
            return;
        } else if (candidates.stream().anyMatch(each -> each.keys().all().anyMatch(one -> is(one, key)))) {
            add(Fault.SECRET_ROTATED, "the secret was rotated and its overlap is over", null);
        } else if (endpoints.stream().anyMatch(each -> each.keys().all().anyMatch(one -> is(one, key)))) {
            add(Fault.SECRET_OF_ANOTHER_ENDPOINT, "the secret is that of another endpoint", null);
        } else {
            add(Fault.SECRET_WRONG, "the secret is none of this company's endpoints", null);
        }
    }

    private static boolean is(SigningSecret secret, byte[] key) {
        return MessageDigest.isEqual(secret.key().value(), key);
    }

    /// Whether the receiver's own signature is one that a usual mistake gives.
    private void checkComputed(List<Endpoint> candidates) {
        String computed = received.computed();
        if (computed == null) {
            return;
        }
        String bare = computed.startsWith(SigningSecret.VERSION) ? computed.substring(3) : computed;
        byte[] content = SigningSecret.content(id, timestamp);
        for (Endpoint endpoint : candidates) {
            for (SigningSecret secret : endpoint.keys().at(now)) {
                if (bare.equals(base64(secret.hmac(content, received.body())))) {
                    return;
                }
            }
        }
        for (Endpoint endpoint : candidates) {
            for (SigningSecret secret : endpoint.keys().at(now)) {
                for (var mistake : mistakes(secret, content).entrySet()) {
                    byte[] wrong = mistake.getValue();
                    if (List.of(base64(wrong), HexFormat.of().formatHex(wrong)).contains(bare)
                            || bare.equalsIgnoreCase(HexFormat.of().formatHex(wrong))) {
                        add(Fault.COMPUTED_OTHERWISE, mistake.getKey(), null);
                        return;
                    }
                }
            }
        }
        add(
                Fault.COMPUTED_OTHERWISE,
                "the signature that you computed is not one of ours, nor one that a known mistake gives from these bytes",
                null);
    }

    private Map<String, byte[]> mistakes(SigningSecret secret, byte[] content) {
        byte[] body = received.body();
        byte[] shown = secret.shown().getBytes(StandardCharsets.UTF_8);
        byte[] encoded = secret.shown().substring(SigningSecret.PREFIX.length()).getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> mistakes = new LinkedHashMap<>();
        mistakes.put("right, but written in hexadecimal: it is base64", secret.hmac(content, body));
        mistakes.put(
                "you used the secret as text: take whsec_ off and decode the rest",
                SigningSecret.hmacWith(shown, content, body));
        mistakes.put("you used the secret without decoding its base64", SigningSecret.hmacWith(encoded, content, body));
        mistakes.put("you signed the body alone: sign id.timestamp.body", secret.hmac(body));
        mistakes.put("you signed the body alone, with the secret as text", SigningSecret.hmacWith(shown, body));
        mistakes.put(
                "you left the id out: sign id.timestamp.body",
                secret.hmac((timestamp + ".").getBytes(StandardCharsets.UTF_8), body));
        mistakes.put(
                "you left the timestamp out: sign id.timestamp.body",
                secret.hmac((id + ".").getBytes(StandardCharsets.UTF_8), body));
        return mistakes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// Whether the body's checksum is right; where it is not, the canonical forms are compared.
    private @Nullable Boolean checksum(List<Endpoint> candidates, List<Sent> sent) {
        String body = text();
        String given;
        try {
            JsonNode field = JSON.readTree(body).path(Checksum.FIELD);
            if (!field.isString()) {
                return null;
            }
            given = field.asString();
        } catch (JacksonException _) {
            return null;
        }
        boolean right = candidates.stream()
                .flatMap(each -> each.keys().at(now).stream())
                .anyMatch(secret -> Checksum.matches(secret.key(), body, given.toLowerCase(Locale.ROOT)));
        if (!right) {
            Difference difference = sent.isEmpty()
                    ? null
                    : Difference.of(Checksum.canonical(bodySent(nearest(sent))), Checksum.canonical(body));
            add(
                    Fault.CHECKSUM_WRONG,
                    "the checksum is not that of the body; its canonical form is compared",
                    difference);
        }
        return right;
    }
}
