package io.kosh.cards.internal;

import io.kosh.ledger.SourceKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request to move value between an account and one of its cards.
interface Movement {
    /// The documented code of a movement that names none.
    String ALLOCATION = "ALLOCATION";

    /// The other documented code.
    String PRINCIPLE = "PRINCIPLE";

    MovementType movement();

    /// Whether the card gets it.
    boolean toCard();

    /// In hundredths.
    long amount();

    /// The client's own, unique in the company for ever.
    String reference();

    @Nullable
    String remarks();

    /// The documented code.
    default String code() {
        return ALLOCATION;
    }

    /// What else the journal is to tell.
    default Map<String, String> notes() {
        return Map.of();
    }

    /// What it comes from: one name space of references for all of them.
    default SourceKey source() {
        return source(reference());
    }

    /// What a reference names.
    static SourceKey source(String reference) {
        return new SourceKey("cards.reference", reference);
    }

    /// What must be the same for a repeated reference: all that the body says.
    String request();
}
