package io.kosh.cards;

import org.jspecify.annotations.Nullable;

/// What was decided about a card. Kept: the same source gets the same decision again.
public sealed interface AuthorizationDecision {

    /// Whether it was decided before, for an equal request from the same source.
    boolean replayed();

    /// It stands in the books.
    ///
    /// @param id           of the authorisation, `ECA` + 10; of the original one in an answer to what
    ///                     follows it
    /// @param approvalCode six capital letters and digits (DE38), the authorisation's own
    /// @param amount       paise that were held, cleared, taken back or given back; less than asked for where
    ///                     a part was approved
    /// @param available    what the card had to spend after it
    record Approved(String id, String approvalCode, long amount, long available, boolean replayed)
            implements AuthorizationDecision {}

    /// Nothing moved.
    ///
    /// @param id   of the authorisation; of the original one in an answer to what follows it; null where
    ///             nothing was kept: the card or the original is unknown, or the source was reused
    /// @param rule the rule that refused, such as `dtd`, `posAllowed`, `category:MEAL` or the id of a
    ///             company's own rule; null where the reason says all
    /// @param left what the rule would have let through at that moment, paise for an amount or a balance, a
    ///             number of times for a count; null where it is neither
    record Declined(
            @Nullable String id,
            DeclineReason reason,
            @Nullable String rule,
            @Nullable Long left,
            boolean replayed) implements AuthorizationDecision {}
}
