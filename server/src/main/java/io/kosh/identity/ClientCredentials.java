package io.kosh.identity;

import io.kosh.kernel.Secret;

/// An API client's id and its secret, which is known only now: the installation keeps no more than a hash of it.
public record ClientCredentials(String clientId, Secret<String> secret) {}
