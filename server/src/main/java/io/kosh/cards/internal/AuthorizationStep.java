package io.kosh.cards.internal;

import io.kosh.cards.AuthorizationDecision;
import io.kosh.cards.AuthorizationDecision.Approved;
import io.kosh.cards.AuthorizationDecision.Declined;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What came after an authorisation, and how it was answered.
///
/// @param number  its place among all that was asked of cards
/// @param of      the authorisation
/// @param request all that the request said, as one text; empty where it is read again
/// @param outcome what was decided
record AuthorizationStep(
        long number, Parent of, String source, String request, Kind kind, Outcome outcome, Instant recordedAt) {

    /// What came.
    enum Kind {
        CAPTURE,
        REVERSAL,
        REFUND
    }

    /// What a step tells of its authorisation.
    record Parent(long number, String approvalCode) {}

    /// What was decided.
    ///
    /// @param amount    what moved, 0 where it was declined
    /// @param verdict   why it was declined, null where it was not
    /// @param available what the card had to spend after it, null where it was declined
    /// @param transfer  the ledger's transfer, null where nothing moved
    record Outcome(
            long amount,
            @Nullable Verdict verdict,
            @Nullable Long available,
            @Nullable Long transfer) {}

    AuthorizationDecision decision(boolean replayed) {
        String id = Authorization.IDS.of(of.number());
        Verdict verdict = outcome.verdict();
        return verdict == null
                ? new Approved(
                        id,
                        of.approvalCode(),
                        outcome.amount(),
                        Objects.requireNonNullElse(outcome.available(), 0L),
                        replayed)
                : new Declined(id, verdict.reason(), verdict.rule(), verdict.left(), replayed);
    }
}
