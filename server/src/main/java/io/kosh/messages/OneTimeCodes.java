package io.kosh.messages;

import io.kosh.kernel.CompanyKey;
import java.time.Duration;
import java.time.Instant;

/// Six digits that somebody is sent and types in again: for who has a mailbox or a telephone, and for whatever needs a
/// second look at a person. A code counts for five minutes of real time and once; a new one ends the one before it.
public interface OneTimeCodes {
    /// How long a code counts.
    Duration GOOD_FOR = Duration.ofMinutes(5);

    /// What was sent.
    ///
    /// @param id        of this code, `CHL` + 12
    /// @param expiresAt when it counts no more
    /// @param resendAt  the earliest moment for another
    record Challenge(String id, Instant expiresAt, Instant resendAt) {}

    /// What came of a try.
    sealed interface Check {
        /// It is the code; it counts no more.
        record Right() implements Check {}

        /// It is another one.
        ///
        /// @param left how many tries are left
        record Wrong(int left) implements Check {}

        /// There were too many wrong ones: only a new code helps.
        record Exhausted() implements Check {}

        /// No code counts: none was sent, or it was used, ended, or is too old.
        record None() implements Check {}

        /// Refuses whatever is not right.
        default void orRefuse() {
            CodeError.refuse(this);
        }
    }

    /// Sends a new code, in the caller's transaction of that company or one of its own. Refuses with a time to wait
    /// where one was sent within 30 seconds, or five within the hour, or ten to this address in this company's name
    /// within the hour.
    ///
    /// @param purpose what it is for: small letters and hyphens, with a `message.purpose.<purpose>` in the bundles
    /// @param subject whom or what it is about, an id; the code counts for this purpose and subject alone
    Challenge send(CompanyKey company, String purpose, String subject, Recipient recipient);

    /// Tries a code, in a transaction of its own, because a wrong try counts whatever its caller does then; calling it
    /// inside one is a bug and throws. Of several right tries at once one is right.
    Check check(CompanyKey company, String purpose, String subject, String code);

    /// Tries a code of a challenge that is named, else as [#check]: where another one was sent since, none counts, and
    /// nothing is counted.
    Check checkChallenge(CompanyKey company, String challengeId, String purpose, String subject, String code);

    /// Ends what was sent, in the caller's transaction of that company, because what it was sent to is another by now.
    /// How many were sent still counts. A code that is still waiting to be sent is not sent.
    void end(CompanyKey company, String purpose, String subject);
}
