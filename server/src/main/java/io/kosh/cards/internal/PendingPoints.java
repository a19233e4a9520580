package io.kosh.cards.internal;

import io.kosh.cards.internal.PointTerms.Life;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Points that were promised to a card.
///
/// @param transfer the promise
/// @param account  key of the card account
/// @param card     key of the card
/// @param amount   in hundredths
record PendingPoints(
        long transfer,
        long account,
        long card,
        long amount,
        LocalDate startsOn,
        @Nullable LocalDate expiresOn,
        @Nullable LocalDate noticeOn) {

    /// What became of a promise.
    enum State {
        PENDING,
        STARTED,
        WITHDRAWN
    }

    static PendingPoints of(long transfer, Card card, long amount, LocalDate startsOn, Life life) {
        return new PendingPoints(
                transfer, card.account().key(), card.key(), amount, startsOn, life.expiresOn(), life.noticeOn());
    }
}
