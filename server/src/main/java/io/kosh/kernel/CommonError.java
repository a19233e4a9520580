package io.kosh.kernel;

/// Reasons that every route shares.
public enum CommonError implements ErrorCode {
    FIELD_MISSING(Kind.INVALID, "A required field is missing, null or blank; the message names it."),
    FIELD_INVALID(Kind.INVALID, "A field has the wrong type, form, length or range; the message names it."),
    BODY_INVALID(Kind.INVALID, "The body is not valid JSON of the expected shape (or has a key twice)."),
    BODY_TOO_LARGE(Kind.TOO_LARGE, "The body is larger than the server takes."),
    MEDIA_TYPE_UNSUPPORTED(Kind.UNSUPPORTED_MEDIA, "The route reads another content type than the one sent."),
    REQUEST_REJECTED(Kind.INVALID, "The path or a header is not valid HTTP, or longer than the server takes."),
    METHOD_NOT_ALLOWED(Kind.METHOD_NOT_ALLOWED, "The path exists but not with this method."),
    ROUTE_UNKNOWN(Kind.NOT_FOUND, "There is no such route."),
    UNAUTHENTICATED(
            Kind.UNAUTHENTICATED,
            "No bearer token was sent, or it is unknown, expired, revoked or locked: get a new one at /oauth/token."),
    ENCRYPTION_INVALID(
            Kind.RULE,
            "The text in request is not base64 of a JSON text that was encrypted for this call with a secret of this API"
                    + " client: see the guide to encrypted bodies."),
    ENCRYPTION_REQUIRED(Kind.INVALID, "The company takes encrypted bodies only: send {\"request\": \"<base64>\"}."),
    ENCRYPTION_TOO_WEAK(Kind.RULE, "The company takes bodies encrypted by AES-256-GCM only."),
    ENCRYPTION_KEY_MISSING(
            Kind.RULE,
            "The client's secret is older than AES-256-GCM here, so there is no key of it: let the secret be rotated."),
    COMPANY_UNKNOWN(Kind.NOT_FOUND, "There is no company with this id."),
    COMPANY_FORBIDDEN(Kind.FORBIDDEN, "The token may not act for this company."),
    OPERATOR_ONLY(Kind.FORBIDDEN, "The route needs an operator's token."),
    COMPANY_ONLY(Kind.FORBIDDEN, "The route needs a token that acts for a company."),
    ORIGIN_FORBIDDEN(
            Kind.FORBIDDEN,
            "A page of an origin that the merchant's settings do not list asked from a browser: add it to them."),
    SANDBOX_ONLY(
            Kind.INVALID,
            "The header X-Sandbox-Scenario is for a sandbox only: this installation serves live traffic."),
    SANDBOX_FAULT(
            Kind.UNAVAILABLE, "A scenario of the sandbox turned the request away before it did anything: try again."),
    RATE_LIMITED(Kind.TOO_MANY, "Too many requests from this client or address: wait for Retry-After seconds."),
    DATABASE_UNAVAILABLE(
            Kind.UNAVAILABLE,
            "The database is not reachable, has no free connection or took too long: try again; a repeated request id"
                    + " has one effect."),
    CONTENDED(
            Kind.UNAVAILABLE,
            "The rows are being changed by too many others: try again; a repeated request id has one effect."),
    QUEUE_FULL(
            Kind.UNAVAILABLE,
            "Too many requests of the company wait already: try again; a repeated request id has one effect."),
    IDEMPOTENCY_KEY_REUSED(
            Kind.RULE, "The Idempotency-Key was used for another request of this client: take a new key."),
    IDEMPOTENCY_KEY_IN_FLIGHT(
            Kind.CONFLICT,
            "A call with this Idempotency-Key is under way: try again after Retry-After seconds to get its answer."),
    ITEM_FAILED(
            Kind.UNAVAILABLE,
            "This item failed by a fault of the server, and the others did not: try it again; a repeated request id has"
                    + " one effect."),
    PAGE_ELSEWHERE(
            Kind.FORBIDDEN,
            "The page is shown under this server's own address only: open it by the server's base URL."),
    FORM_STALE(
            Kind.FORBIDDEN,
            "The form did not come from a page that this browser has open: load the page and try again.");

    private final Kind kind;
    private final String meaning;

    CommonError(Kind kind, String meaning) {
        this.kind = kind;
        this.meaning = meaning;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
