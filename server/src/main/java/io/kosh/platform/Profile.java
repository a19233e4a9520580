package io.kosh.platform;

import java.util.Locale;

/// What an installation is for. Stamped into its data and its database: one never starts as the other.
public enum Profile {
    SANDBOX,
    LIVE;

    /// The name on the command line and in files.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
