package io.kosh.identity.internal;

import io.kosh.kernel.ErrorCode;

/// Why the token route refuses, in the words of RFC 6749 (5.2 and 4.1.2.1). Wrong credentials of a person are 401 like
/// those of a client: a caller of the documented route expects it.
enum GrantError implements ErrorCode {
    INVALID_REQUEST(Kind.INVALID, "A form field is missing, sent twice or malformed; the description names it."),
    INVALID_CLIENT(Kind.UNAUTHENTICATED, "The client id or the client secret is wrong, or the client is locked."),
    INVALID_GRANT(
            Kind.UNAUTHENTICATED,
            "The user name, the password or the refresh token is wrong, used up, expired or locked."),
    UNAUTHORIZED_CLIENT(Kind.INVALID, "The client may not use this grant type."),
    UNSUPPORTED_GRANT_TYPE(Kind.INVALID, "The grant type is none of password, refresh_token and client_credentials."),
    TEMPORARILY_UNAVAILABLE(Kind.UNAVAILABLE, "Too many sign-ins at once: try again after Retry-After seconds.");

    private final Kind kind;
    private final String meaning;

    GrantError(Kind kind, String meaning) {
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
