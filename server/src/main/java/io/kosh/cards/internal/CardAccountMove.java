package io.kosh.cards.internal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A move of a card account from one state to another, as it is kept.
///
/// @param place  counted from 2: the first thing that happened to the state is that the account was opened
/// @param reason as the caller gave it
/// @param actor  who called
record CardAccountMove(
        int place,
        CardAccountState from,
        CardAccountState to,
        @Nullable String reason,
        String actor,
        Instant at) {}
