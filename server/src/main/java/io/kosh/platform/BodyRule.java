package io.kosh.platform;

/// What a company demands of the bodies of compatible routes.
public enum BodyRule {
    /// Plain and encrypted bodies are understood.
    OPTIONAL,
    /// Encrypted ones only, by either algorithm.
    REQUIRED,
    /// Those by AES-256-GCM only.
    GCM_ONLY
}
