package io.kosh.sandbox.internal;

/// What a server keeps in memory of the sandbox's tables, so that no request pays for a look at them.
interface Remembered {

    /// Reads everything anew.
    void reload();
}
