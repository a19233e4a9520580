package io.kosh.kernel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The caller's fault, thrown from wherever it is found and turned into the route family's envelope in one place.
/// Carries no stack trace: it is an answer, not an accident.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;
    private final @Nullable String field;
    private final transient @Nullable Duration retryAfter;

    private Refusal(ErrorCode code, String detail, @Nullable String field, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.field = field;
        this.retryAfter = retryAfter;
    }

    /// A refusal with a sentence for the caller.
    public static Refusal of(ErrorCode code, String detail) {
        return new Refusal(code, detail, null, null);
    }

    /// A refusal of one named field of the request.
    public static Refusal ofField(ErrorCode code, String field, String detail) {
        return new Refusal(code, detail, field, null);
    }

    /// A refusal that may be tried again after a while; the answer carries `Retry-After`.
    public static Refusal retryAfter(ErrorCode code, String detail, Duration retryAfter) {
        return new Refusal(code, detail, null, retryAfter);
    }

    public ErrorCode code() {
        return code;
    }

    /// The sentence for the caller.
    public String detail() {
        String message = getMessage();
        return message == null ? code.meaning() : message;
    }

    /// The field at fault, where there is one.
    public @Nullable String field() {
        return field;
    }

    /// How long to wait before a retry, where a retry makes sense.
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
