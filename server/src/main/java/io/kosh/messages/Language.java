package io.kosh.messages;

import io.kosh.kernel.Fields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The languages that messages are written in.
public enum Language {
    EN,
    HI;

    /// What a request asks for, `en` or `hi`; English where it says nothing.
    public static Language of(String field, @Nullable String asked) {
        if (asked == null) {
            return EN;
        }
        return switch (asked) {
            case "en" -> EN;
            case "hi" -> HI;
            default -> throw Fields.invalid(field, "must be en or hi");
        };
    }

    /// For message bundles.
    public Locale locale() {
        return Locale.forLanguageTag(name().toLowerCase(Locale.ROOT));
    }
}
