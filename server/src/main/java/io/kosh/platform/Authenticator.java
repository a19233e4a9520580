package io.kosh.platform;

/// Turns a bearer token into the caller that it stands for. Implemented by the identity context.
public interface Authenticator {

    /// The caller; refuses an unknown, expired, revoked or locked token with UNAUTHENTICATED.
    Caller authenticate(String bearerToken);
}
