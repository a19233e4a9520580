package io.kosh.sabotage.exposed.internal;

/// Public, although it is internal.
public final class Exposed {
    private Exposed() {}
}
