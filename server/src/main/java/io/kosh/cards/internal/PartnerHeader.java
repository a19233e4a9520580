package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import io.kosh.platform.CompatNotes;
import org.jspecify.annotations.Nullable;

/// The documented header `partnerId`. The token says already who calls, so that a call without it is understood.
final class PartnerHeader {
    private static final int LONGEST = 32;

    private PartnerHeader() {}

    /// The partner that the caller says it is, null where it says none.
    static @Nullable String read(@Nullable String value) {
        if (value == null || value.isBlank()) {
            CompatNotes.add("partnerId: the documented header is missing");
            return null;
        }
        return Fields.identifier("partnerId", value, LONGEST);
    }
}
