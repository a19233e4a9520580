package io.kosh.platform.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BodyKeys;
import io.kosh.platform.BodyKeys.Keys;
import io.kosh.platform.BodyKeys.Known;
import io.kosh.platform.BodyRule;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.RequestContext;
import io.kosh.platform.SecretAnswer;
import io.kosh.platform.Settings;
import io.kosh.platform.internal.WrappedBody.Algorithm;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.WebUtils;
import tools.jackson.core.json.JsonFactory;

/// Opens encrypted bodies of compatible routes and has their answers encrypted alike. Until a body is open,
/// refusals are plain, because no key is agreed on; afterwards whatever is answered is encrypted, a failure of
/// ours too.
@Component
final class EncryptedBodies {
    /// In the place of a body that a request does not have: an encrypted empty text asks for an encrypted answer.
    static final String HEADER = "Kosh-Encrypted-Request";

    private static final String COMPATIBLE = "/api/v0/";
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD");
    private static final byte[] NOTHING = {};

    private final BodyKeys keys;
    private final JsonFactory json;

    EncryptedBodies(BodyKeys keys, Settings settings) {
        this.keys = keys;
        this.json = WrappedBody.reader(settings.http().maxBodyBytes());
    }

    /// A body that was opened, and by which key.
    @SuppressWarnings("ArrayRecordComponent")
    private record Opened(byte[] plain, SecretKey by) {}

    /// Opens the body where it is encrypted; where it is not, the company of the request may refuse it.
    void decrypt(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        EncryptedAnswer answer = WebUtils.getNativeResponse(response, EncryptedAnswer.class);
        BoundedRequest sent = WebUtils.getNativeRequest(request, BoundedRequest.class);
        Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (answer == null || sent == null || !String.valueOf(route).startsWith(COMPATIBLE)) {
            return;
        }
        byte[] body = body(sent);
        String header = request.getHeader(HEADER);
        if (body.length == 0 && header == null && !answersSecrets(request)) {
            return;
        }
        WrappedBody wrapped = wrapped(body, header);
        Known known = keys.of(caller.clientId());
        demand(caller, known, wrapped, body.length == 0);
        if (wrapped == null) {
            return;
        }
        Opened opened = open(request, wrapped, body.length == 0, known, caller);
        sent.replace(opened.plain());
        RequestContext.current().encryptedBy(wrapped.algorithm().label());
        answer.encrypt(plain -> wrapped.answer(seal(request, wrapped, opened.by(), plain)));
    }

    /// What came as JSON; forms and files are read by whoever wants them.
    private static byte[] body(BoundedRequest sent) {
        String type = sent.getContentType();
        boolean readable = type == null || type.toLowerCase(Locale.ROOT).startsWith("application/json");
        if (!readable || WITHOUT_BODY.contains(sent.getMethod())) {
            return NOTHING;
        }
        try {
            return sent.readAhead();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable WrappedBody wrapped(byte[] body, @Nullable String header) {
        if (header == null) {
            return WrappedBody.read(json, body);
        }
        if (body.length > 0) {
            throw Fields.invalid(HEADER, "is for requests without a body; an encrypted body says the same");
        }
        return WrappedBody.of(header, false);
    }

    /// Whether a request without a body is not harmless, because of what it asks for.
    private static boolean answersSecrets(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod method
                && method.hasMethodAnnotation(SecretAnswer.class);
    }

    /// Refuses what no company of the caller takes, and has the others looked at when the request's is known.
    private static void demand(Caller caller, Known known, @Nullable WrappedBody wrapped, boolean empty) {
        if (known.rules().isEmpty()) {
            return;
        }
        Set<BodyRule> met = wrapped == null
                ? EnumSet.of(BodyRule.OPTIONAL)
                : wrapped.algorithm() == Algorithm.DOCUMENTED
                        ? EnumSet.of(BodyRule.OPTIONAL, BodyRule.REQUIRED)
                        : EnumSet.allOf(BodyRule.class);
        Consumer<CompanyRef> demand = company -> {
            if (!met.contains(known.rule(company.key()))) {
                throw notMet(wrapped != null, empty);
            }
        };
        boolean everywhere = caller.companies().stream().noneMatch(each -> met.contains(known.rule(each.key())));
        if (everywhere && !caller.companies().isEmpty()) {
            throw notMet(wrapped != null, empty);
        }
        RequestContext.current().demand(demand);
    }

    private static Refusal notMet(boolean encrypted, boolean empty) {
        String field = empty ? HEADER : WrappedBody.FIELD;
        return encrypted
                ? Refusal.ofField(
                        CommonError.ENCRYPTION_TOO_WEAK,
                        field,
                        field + ": the company takes bodies encrypted by AES-256-GCM only")
                : Refusal.ofField(
                        CommonError.ENCRYPTION_REQUIRED,
                        field,
                        field + " is missing: the company takes encrypted bodies only"
                                + (empty ? ", and has secrets answered alike" : ""));
    }

    /// Tries the keys that are known, and when none fits those that there are by now.
    private Opened open(HttpServletRequest request, WrappedBody wrapped, boolean empty, Known known, Caller caller) {
        Opened opened = open(request, wrapped, empty, known);
        if (opened == null) {
            Known fresh = keys.fresh(caller.clientId());
            opened = open(request, wrapped, empty, fresh);
            boolean noKey = fresh.keys().stream().allMatch(each -> each.aes256() == null);
            if (opened == null && noKey && wrapped.algorithm() == Algorithm.GCM) {
                throw Refusal.ofField(
                        CommonError.ENCRYPTION_KEY_MISSING,
                        WrappedBody.FIELD,
                        "request: the client's secret is older than AES-256-GCM here: let it be rotated");
            }
        }
        if (opened == null) {
            throw WrappedBody.invalid();
        }
        return opened;
    }

    /// A text that opens by chance or was changed is hardly ever JSON. Without a tag that proves more, what is none is
    /// answered like a wrong padding, so that nobody can ask which of the two it was.
    private @Nullable Opened open(HttpServletRequest request, WrappedBody wrapped, boolean empty, Known known) {
        for (Keys each : known.keys()) {
            SecretKey key = wrapped.algorithm() == Algorithm.GCM ? each.aes256() : each.aes128();
            byte[] plain = key == null ? null : open(request, wrapped, key);
            if (key == null || plain == null || (empty && plain.length > 0)) {
                continue;
            }
            if (empty || wrapped.algorithm() == Algorithm.GCM || WrappedBody.isJson(json, plain)) {
                return new Opened(plain, key);
            }
        }
        return null;
    }

    private static byte @Nullable [] open(HttpServletRequest request, WrappedBody wrapped, SecretKey key) {
        return switch (wrapped.algorithm()) {
            case DOCUMENTED -> EcbBodies.open(key, wrapped.sealed());
            case GCM -> GcmBodies.open(key, ofRequest(request), wrapped.sealed());
        };
    }

    private static byte[] seal(HttpServletRequest request, WrappedBody wrapped, SecretKey key, byte[] plain) {
        return switch (wrapped.algorithm()) {
            case DOCUMENTED -> EcbBodies.seal(key, plain);
            case GCM -> GcmBodies.seal(key, ofAnswer(request, wrapped), plain);
        };
    }

    /// What a body by AES-256-GCM belongs to: `request`, the method and the target as on the request line.
    private static byte[] ofRequest(HttpServletRequest request) {
        return bytes("request\n" + line(request));
    }

    /// Its answer belongs to that very request, which its nonce names.
    private static byte[] ofAnswer(HttpServletRequest request, WrappedBody wrapped) {
        String nonce = Base64.getEncoder().encodeToString(GcmBodies.nonce(wrapped.sealed()));
        return bytes("answer\n" + line(request) + "\n" + nonce);
    }

    private static String line(HttpServletRequest request) {
        String query = request.getQueryString();
        return request.getMethod() + "\n" + request.getRequestURI() + (query == null ? "" : "?" + query);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
