package io.kosh.cards;

import io.kosh.platform.CompanyRef;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The door for pages that show holders what is on a card of points and how it came there. Amounts are hundredths of a
/// point. Called outside transactions.
public interface PointHistory {

    /// What is on a card.
    ///
    /// @param available  can be spent now
    /// @param reserved   held for what was ordered and did not come yet
    /// @param startsNext what was given and counts from a later day, the soonest; null where nothing waits
    /// @param endsNext   what can be spent and ends soonest, null where nothing ends
    record Purse(
            long available,
            long reserved,
            @Nullable Start startsNext,
            @Nullable Ending endsNext) {}

    /// Points that begin to count together.
    ///
    /// @param firstDay on which they can be spent
    record Start(long amount, LocalDate firstDay) {}

    /// Points that end together.
    ///
    /// @param lastDay on which they can still be spent
    record Ending(long amount, LocalDate lastDay) {}

    /// A movement on a card.
    ///
    /// @param what    its documented name, such as `ALLOCATE_POINT`
    /// @param balance what the card held after it
    record Movement(
            String id,
            String what,
            boolean credit,
            long amount,
            long balance,
            @Nullable String remarks,
            Instant at) {}

    /// Refuses a card that the company does not have.
    Purse purse(CompanyRef company, String cardId);

    /// Newest first.
    ///
    /// @param offset how many to leave out
    List<Movement> movements(CompanyRef company, String cardId, long offset, int most);
}
