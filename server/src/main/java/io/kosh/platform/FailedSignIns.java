package io.kosh.platform;

import java.util.function.Supplier;

/// Keeps an address that guesses credentials from asking the database without end. Credentials that are good cost it
/// nothing.
public interface FailedSignIns {

    /// Runs a check of credentials on behalf of the request under way, and counts it where it refuses them. An address
    /// that failed too often of late is refused without the check.
    <T> T limited(Supplier<T> check);

    /// The same for a look by an id that lets in by itself, counted where there is none such: ids have few bits.
    <T> T guessed(Supplier<T> look);
}
