package io.kosh.cards.internal;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// What else is said of a holder when a card with a number is made.
record CardDetail(
        @Nullable String middleName,
        @Nullable String lastName,
        @Nullable LocalDate bornOn,
        PostalAddress address,
        @Nullable String remarks) {
    @Override
    public String toString() {
        return "the details of a card";
    }
}
