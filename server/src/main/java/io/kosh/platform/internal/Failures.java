package io.kosh.platform.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.ErrorCode;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Envelope;
import io.kosh.platform.RequestContext;
import io.kosh.platform.RouteFamily;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;

/// The one place where a failure becomes an answer: the caller's fault in the envelope of the route's family, our own
/// as 500 with the request id and nothing else.
@RestControllerAdvice
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private static final Set<String> OAUTH_WORDS = Set.of(
            "invalid_request",
            "invalid_client",
            "invalid_grant",
            "unauthorized_client",
            "unsupported_grant_type",
            "invalid_scope",
            "temporarily_unavailable",
            "server_error");

    /// The code of our own faults, which no caller can mend.
    static final String INTERNAL = "INTERNAL";

    /// RFC 6749, 5.2.
    record OAuthError(String error, String error_description) {}

    private final CrossOrigins origins;

    Failures(CrossOrigins origins) {
        this.origins = origins;
    }

    @ExceptionHandler
    Object handle(Exception thrown, HttpServletRequest request, HttpServletResponse response) {
        origins.letReadFailure(request, response);
        Envelope envelope = envelope(request);
        Refusal refusal = refusal(thrown);
        if (thrown instanceof SandboxHooks.InjectedFailure injected) {
            String message = injected.getMessage() + "; nothing was done";
            return answer(envelope, HttpStatus.INTERNAL_SERVER_ERROR, INTERNAL, message, null, new HttpHeaders());
        }
        if (refusal == null) {
            LOG.atError().addKeyValue("requestId", requestId()).setCause(thrown).log("request failed by our own fault");
            String message = "something went wrong on our side; quote the request id " + requestId();
            if (envelope == Envelope.PAGE) {
                return page(request, response, HttpStatus.INTERNAL_SERVER_ERROR, INTERNAL, message);
            }
            return answer(envelope, HttpStatus.INTERNAL_SERVER_ERROR, INTERNAL, message, null, new HttpHeaders());
        }
        if (refusal.getSuppressed().length > 0) {
            LOG.atWarn()
                    .addKeyValue("requestId", requestId())
                    .setCause(refusal.getSuppressed()[0])
                    .log(refusal.detail());
        }
        HttpHeaders headers = new HttpHeaders();
        if (refusal.retryAfter() != null) {
            headers.set(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(
                            Math.max(1, refusal.retryAfter().plusMillis(999).toSeconds())));
        }
        ErrorCode code = refusal.code();
        if (code.kind() == ErrorCode.Kind.UNAUTHENTICATED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, envelope == Envelope.OAUTH ? "Basic realm=\"kosh\"" : "Bearer");
        }
        HttpStatus status =
                HttpStatus.valueOf(declined(envelope, code) ? 200 : code.kind().status());
        if (envelope == Envelope.PAGE) {
            headers.forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
            return page(request, response, status, code.name(), refusal.detail());
        }
        return answer(envelope, status, code.name(), refusal.detail(), refusal.field(), headers);
    }

    /// Cards and the spending of points document a business failure as HTTP 200 with code 1.
    private static boolean declined(Envelope envelope, ErrorCode code) {
        return code.kind() == ErrorCode.Kind.DECLINED
                && switch (envelope) {
                    case CARD, CARD_EITHER, REDEMPTION, REDEMPTION_ORDER -> true;
                    case RESPONSE_CODE, GATEWAY, GATEWAY_BARE, CODE, OAUTH, MERCHANT_TOKEN, NATIVE, PAGE -> false;
                };
    }

    private static ModelAndView page(
            HttpServletRequest request, HttpServletResponse response, HttpStatus status, String code, String message) {
        Pages.protect(request, response);
        return Pages.failure(status, code, message, requestId());
    }

    private static ResponseEntity<Object> answer(
            Envelope envelope,
            HttpStatus status,
            String code,
            String message,
            @Nullable String field,
            HttpHeaders headers) {
        if (RequestContext.isBound() && !RequestContext.current().notes().isEmpty()) {
            headers.set(
                    "Kosh-Compat-Note",
                    String.join("; ", RequestContext.current().notes()));
        }
        Object body = switch (envelope) {
            case RESPONSE_CODE, REDEMPTION -> new Envelopes.ResponseCodeBody(message, 1, message);
            case GATEWAY, GATEWAY_BARE -> Envelopes.gatewayFailure(status, message);
            case MERCHANT_TOKEN -> new Envelopes.ResultBody(status.value(), message);
            case REDEMPTION_ORDER -> new Envelopes.OrderBody(message, message, "1");
            case CODE -> new Envelopes.CodeBody(1, message, message);
            case CARD, CARD_EITHER -> Envelopes.CardBody.failure(message);
            case OAUTH -> new OAuthError(oauthWord(status, code), message);
            case NATIVE, PAGE -> problem(status, code, message, field);
        };
        headers.setContentType(
                body instanceof ProblemDetail ? MediaType.APPLICATION_PROBLEM_JSON : MediaType.APPLICATION_JSON);
        return new ResponseEntity<>(body, headers, status);
    }

    /// The words a client of RFC 6749 knows (5.2, and 4.1.2.1 for the last two); what every route shares
    /// has none of its own there.
    private static String oauthWord(HttpStatus status, String code) {
        String word = code.toLowerCase(Locale.ROOT);
        if (OAUTH_WORDS.contains(word)) {
            return word;
        }
        return switch (status) {
            case UNAUTHORIZED -> "invalid_client";
            case TOO_MANY_REQUESTS, SERVICE_UNAVAILABLE -> "temporarily_unavailable";
            case INTERNAL_SERVER_ERROR -> "server_error";
            default -> "invalid_request";
        };
    }

    private static ProblemDetail problem(HttpStatus status, String code, String message, @Nullable String field) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, message);
        problem.setType(URI.create("/docs/errors#" + code));
        problem.setTitle(code);
        if (field != null) {
            problem.setProperty("field", field);
        }
        problem.setProperty("requestId", requestId());
        return problem;
    }

    private static String requestId() {
        return RequestContext.isBound() ? RequestContext.current().requestId() : "unknown";
    }

    /// The family of the route that was hit; where none was, the family of the path's area.
    private static Envelope envelope(HttpServletRequest request) {
        RouteFamily family = HttpChain.family(request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE));
        if (family != null) {
            return family.value();
        }
        return Pages.isForPeople(request) ? Envelope.PAGE : envelopeOf(request.getRequestURI());
    }

    /// The family of a path that no route stands behind.
    static Envelope envelopeOf(String path) {
        if (path.startsWith("/oauth/")) {
            return Envelope.OAUTH;
        }
        return path.startsWith("/api/v0/") || path.startsWith("/pay/") ? Envelope.RESPONSE_CODE : Envelope.NATIVE;
    }

    /// What the caller did wrong, or null where the fault is ours.
    private static @Nullable Refusal refusal(Exception thrown) {
        return switch (thrown) {
            case Refusal refusal -> refusal;
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
            case MethodArgumentTypeMismatchException mismatch -> parameter(mismatch.getName());
            case TypeMismatchException mismatch ->
                parameter(mismatch.getPropertyName() == null ? "parameter" : mismatch.getPropertyName());
            case MissingServletRequestParameterException missing -> Fields.missing(missing.getParameterName());
            case HttpMediaTypeNotSupportedException _ ->
                Refusal.of(
                        CommonError.MEDIA_TYPE_UNSUPPORTED, "the content type of the body is not one this route reads");
            case HttpRequestMethodNotSupportedException wrong ->
                Refusal.of(CommonError.METHOD_NOT_ALLOWED, "the method " + wrong.getMethod() + " is not allowed here");
            case NoHandlerFoundException _, NoResourceFoundException _ ->
                Refusal.of(CommonError.ROUTE_UNKNOWN, "there is no such route");
            case InvalidParameterException _ -> Refusal.of(CommonError.BODY_INVALID, "the form cannot be read");
            default ->
                GoneClient.caused(thrown)
                        ? Refusal.of(CommonError.BODY_INVALID, "the request ended before it was whole")
                        : null;
        };
    }

    private static Refusal parameter(String name) {
        return Fields.invalid(name, "has a value of the wrong type");
    }

    private static Refusal unreadable(HttpMessageNotReadableException thrown) {
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case Refusal refusal -> {
                    return refusal;
                }
                case StreamReadException broken -> {
                    return broken(broken);
                }
                case StreamConstraintsException broken -> {
                    return broken(broken);
                }
                case DatabindException mismatch
                when !(mismatch.getCause() instanceof Refusal)
                        && !mismatch.getPath().isEmpty() -> {
                    return Fields.invalid(path(mismatch), "has a value of the wrong type");
                }
                default -> {}
            }
        }
        return Refusal.of(CommonError.BODY_INVALID, "a JSON body of the documented shape is required");
    }

    private static Refusal broken(JacksonException thrown) {
        return Refusal.of(CommonError.BODY_INVALID, "the body is not valid JSON: " + firstLine(thrown));
    }

    private static String path(DatabindException mismatch) {
        StringBuilder path = new StringBuilder();
        for (var step : mismatch.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }

    private static String firstLine(JacksonException broken) {
        String message = broken.getOriginalMessage();
        int end = message.indexOf('\n');
        // What stands in quotes is the caller's own text, which may be secret.
        String line = (end < 0 ? message : message.substring(0, end)).replaceAll("'[^']{2,}'", "'…'");
        return line.length() > 160 ? line.substring(0, 160) : line;
    }
}
