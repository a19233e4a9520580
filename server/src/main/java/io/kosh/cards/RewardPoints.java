package io.kosh.cards;

import io.kosh.kernel.CompanyKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The door for those who take points for something. Every call runs in the caller's transaction of the
/// company, so that what is bought and what pays for it are one commit. Points are whole hundredths.
public interface RewardPoints {

    /// A card with points that can be spent.
    ///
    /// @param available what is on it and not reserved
    record PointsCard(String cardId, String accountId, String userId, String maskedNumber, long available) {}

    /// Points to be reserved.
    ///
    /// @param reference what they are for: the same reference is reserved once
    /// @param dueAt     when it ends by itself, in the company's time; whoever reserved sees to it before
    record Reservation(String cardId, long amount, String reference, Instant dueAt) {}

    /// The active cards of a person that carry points, oldest first.
    List<PointsCard> cardsOf(CompanyKey company, String userId);

    /// A card that carries points and can be spent from; null where the company has none such under this id.
    @Nullable
    PointsCard card(CompanyKey company, String cardId);

    /// The people who hold a card of points under an e-mail.
    List<String> holders(CompanyKey company, String email);

    /// Reserves points and returns the hold. Refuses where the card is not active, its holder is inactive, or
    /// less is available.
    long reserve(CompanyKey company, Reservation reservation);

    /// Spends what was reserved, or a part of it; the rest goes back. Ends the hold.
    ///
    /// @param remarks what the holder sees of it
    void spend(CompanyKey company, long hold, Reservation reserved, long amount, String remarks);

    /// Gives all that was reserved back, into the lots that it was taken out of. Ends the hold.
    void release(CompanyKey company, long hold);

    /// A part of what was spent, to be given back.
    ///
    /// @param number     which part of this hold it is, from 1: the same number is one effect
    /// @param before     what was given back by the parts before it
    /// @param today      the company's business day
    /// @param endedUntil until which day, later than today, points count whose own day is over by now
    record Return(int number, long before, long amount, LocalDate today, LocalDate endedUntil) {
        public Return {
            if (amount <= 0 || !endedUntil.isAfter(today)) {
                throw new IllegalArgumentException("nothing can be given back so");
            }
        }
    }

    /// Gives back what was spent, into the very lots: those that were taken last come back first, as if so much less
    /// had been spent. Also onto a card that is blocked for good, from which the company can take them.
    ///
    /// @param remarks what the holder sees of it
    void giveBack(CompanyKey company, long hold, Reservation spent, Return part, String remarks);
}
