package io.kosh.cards.internal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plastic that was ordered for a card.
///
/// @param key     internal key
/// @param token   of the number that is printed
/// @param step    the how-manieth happening of the order its state is, from 1
/// @param address where it is sent to
record PlasticOrder(long key, String token, PlasticState state, int step, PostalAddress address, Instant orderedAt) {

    PlasticOrder in(PlasticState next) {
        return new PlasticOrder(key, token, next, step + 1, address, orderedAt);
    }

    /// A change of where it is.
    ///
    /// @param from null for the order itself
    record Move(@Nullable PlasticState from, PlasticState to, String actor, Instant at) {}

    /// An order with all that happened to it, oldest first.
    record Story(Card card, PlasticOrder order, List<Move> moves) {}
}
