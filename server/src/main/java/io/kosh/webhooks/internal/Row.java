package io.kosh.webhooks.internal;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parameters of a statement, some of which may be null.
final class Row {
    private Row() {}

    static List<@Nullable Object> of(@Nullable Object... values) {
        return Arrays.asList(values);
    }
}
