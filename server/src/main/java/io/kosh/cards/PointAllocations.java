package io.kosh.cards;

import io.kosh.platform.CompanyRef;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The door for those who give points by rules of their own: to holders who have a card, all in the caller's
/// transaction of the company ([io.kosh.platform.Database#inCompany]). Amounts are hundredths of a point.
public interface PointAllocations {

    /// Who is meant; the card, or a mobile, or an email of somebody with a card of the account.
    record Who(
            @Nullable String cardId,
            @Nullable String mobile,
            @Nullable String email) {
        @Override
        public String toString() {
            return "a holder";
        }
    }

    /// A card of points.
    record Receiver(String accountId, String cardId, String userId) {}

    /// Refuses an account that is not there or counts no points.
    void requirePoints(CompanyRef company, String accountId);

    /// The card that is meant; refuses as the card routes do.
    Receiver receiver(CompanyRef company, String accountId, Who who);

    /// A limit that an amount counts against. It is kept with the account, whose lock every allocation takes.
    ///
    /// @param period the period that is counted, such as a day; empty for all time
    /// @param most   what the sum may not pass
    record Limit(String name, String period, long most) {}

    /// Points to give.
    ///
    /// @param reference    stands for it for ever, and in lists of movements
    /// @param pendingDays  after which they begin to count, 0 for at once; null: as the account's terms say
    /// @param validityDays for which they count; null: as the account's terms say
    record Grant(
            String reference,
            long amount,
            @Nullable Long pendingDays,
            @Nullable Long validityDays,
            List<Limit> limits,
            @Nullable String remarks) {}

    /// What became of a grant.
    sealed interface Given {

        /// They stand.
        ///
        /// @param transactionId the movement's public id
        /// @param startsOn      null: they count at once
        /// @param expiresOn     null: for ever
        record Made(
                long transfer,
                String transactionId,
                @Nullable LocalDate startsOn,
                @Nullable LocalDate expiresOn) implements Given {}

        /// A limit would be passed.
        record LimitReached(String name) implements Given {}

        /// The account has less.
        record FundsMissing() implements Given {}
    }

    /// Gives points, each grant by itself; refuses all where the card or its holder can receive nothing.
    List<Given> give(CompanyRef company, Receiver to, List<Grant> grants);

    /// A grant to be undone.
    ///
    /// @param reference     stands for it for ever
    /// @param transfer      what gave the points
    /// @param amount        all of it
    /// @param limits        those that it counted against
    /// @param allowNegative take the points back although they were spent, which leaves the card below zero
    record Return(String reference, long transfer, long amount, List<Limit> limits, boolean allowNegative) {}

    /// What became of a return.
    enum Taken {
        /// Out of the very lot, or the promise withdrawn; what was spent of it came out of other points.
        TAKEN,
        /// The points have ended: there is nothing to take.
        EXPIRED
    }

    /// Takes points back, all or none: refuses where a card has less.
    List<Taken> takeBack(CompanyRef company, Receiver from, List<Return> returns);
}
