package io.kosh.platform;

/// Takes secrets out of a text: card numbers, credentials, whatever is named like a secret.
@FunctionalInterface
public interface Masking {

    /// The text with `***` in their places.
    String mask(String text);
}
