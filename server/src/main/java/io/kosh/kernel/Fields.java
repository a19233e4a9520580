package io.kosh.kernel;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks of request fields. Each returns the good value or refuses with the field's name in the message.
/// Lengths are in UTF-16 units, limits are inclusive.
public final class Fields {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9_.:@-]+");

    private Fields() {}

    /// A required text that is not blank and at most `max` long.
    public static String text(String field, @Nullable String value, int max) {
        if (value == null || value.isBlank()) {
            throw missing(field);
        }
        return atMost(field, value, max);
    }

    /// An optional text, null where absent; not blank and at most `max` long where present.
    public static @Nullable String optionalText(String field, @Nullable String value, int max) {
        return value == null ? null : text(field, value, max);
    }

    /// A required identifier: letters, digits and `_ . : @ -` only, at most `max` long.
    public static String identifier(String field, @Nullable String value, int max) {
        String text = text(field, value, max);
        if (!IDENTIFIER.matcher(text).matches()) {
            throw invalid(field, "may hold letters, digits and _ . : @ - only");
        }
        return text;
    }

    /// A required whole number within `min..max`.
    public static long integer(String field, @Nullable Long value, long min, long max) {
        if (value == null) {
            throw missing(field);
        }
        if (value < min || value > max) {
            throw invalid(field, "must be a whole number from " + min + " to " + max);
        }
        return value;
    }

    /// An optional whole number, null where absent; within `min..max` where present.
    public static @Nullable Long optionalInteger(String field, @Nullable Long value, long min, long max) {
        return value == null ? null : integer(field, value, min, max);
    }

    /// A required list with `min..max` items.
    public static <T extends @Nullable Object> List<T> items(String field, @Nullable List<T> value, int min, int max) {
        List<T> items = present(field, value);
        if (items.size() < min || items.size() > max) {
            throw invalid(field, "must hold " + min + " to " + max + " items");
        }
        return items;
    }

    /// A required value of any type.
    public static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw missing(field);
        }
        return value;
    }

    /// The refusal of a field that is not there.
    public static Refusal missing(String field) {
        return Refusal.ofField(CommonError.FIELD_MISSING, field, field + " is required");
    }

    /// The refusal of a field's value: `"<field> <what is wrong>"`.
    public static Refusal invalid(String field, String wrong) {
        return Refusal.ofField(CommonError.FIELD_INVALID, field, field + " " + wrong);
    }

    private static String atMost(String field, String value, int max) {
        if (value.length() > max) {
            throw invalid(field, "may be at most " + max + " characters long");
        }
        if (value.indexOf(0) >= 0) {
            throw invalid(field, "may not hold a NUL character");
        }
        return value;
    }
}
