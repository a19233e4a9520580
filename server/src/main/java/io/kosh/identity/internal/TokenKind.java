package io.kosh.identity.internal;

/// What a token is good for.
enum TokenKind {
    /// Sent with every call.
    ACCESS,
    /// Exchanged once for a new pair.
    REFRESH
}
