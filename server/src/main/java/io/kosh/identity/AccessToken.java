package io.kosh.identity;

import io.kosh.kernel.Secret;
import java.time.Instant;

/// A token that was just handed out.
///
/// @param expiresAt in the machines' time
public record AccessToken(Secret<String> token, Instant expiresAt) {}
