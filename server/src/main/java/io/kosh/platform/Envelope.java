package io.kosh.platform;

/// The documented families of answers. Compatible routes follow the family that their pages show.
public enum Envelope {
    /// `{payload, response_code, response_message}`; a failure repeats its message as payload with code 1.
    RESPONSE_CODE,
    /// `{code, message, payload}`; a failure repeats its message as payload with code 1.
    CODE,
    /// The bare body on success; OAuth's `{error, error_description}` (RFC 6749, 5.2) on failure.
    OAUTH,
    /// The bare body on success; `application/problem+json` (RFC 9457) on failure.
    NATIVE,
    /// A page for people, on success and on failure.
    PAGE
}
