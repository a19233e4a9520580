package io.kosh.ledger.internal;

import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.Side;
import io.kosh.ledger.SourceKey;
import io.kosh.ledger.TransferView.Phase;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What [Decider] reads and what it answers: the locked part of one company's books before and after a batch.
final class Books {
    private Books() {}

    /// @param now      the company's business time
    /// @param today    the business day of `now`
    /// @param accounts every account that the commands touch, locked
    /// @param holds    every hold that the commands end, by transfer
    /// @param known    the sources of the commands that stand in the books already
    /// @param taken    the sources that this batch took, each with its first request in the batch
    record State(
            Instant now,
            LocalDate today,
            Map<AccountRef, AccountState> accounts,
            Map<Long, Held> holds,
            Map<SourceKey, Known> known,
            Map<SourceKey, UUID> taken) {}

    /// A source that stands in the books.
    record Known(long transfer, UUID request, Instant recordedAt) {
        /// The first answer for an equal request, a refusal for another.
        Outcome answer(SourceKey source, UUID asked) {
            return request.equals(asked)
                    ? new Outcome.Posted(transfer, recordedAt, true)
                    : new Outcome.Refused(Outcome.Reason.SOURCE_REUSED, source.id());
        }
    }

    /// A command with the transfer id it will have and the hash of its request.
    record Numbered(Command command, long transfer, UUID request) {}

    /// A transfer to write.
    record Transfer(
            long id,
            Instant recordedAt,
            String template,
            Phase phase,
            SourceKey source,
            @Nullable Long relatesTo,
            Map<String, String> detail) {}

    /// A line to write. `posted` counts on the side; `pending` is the change of what is pending there.
    record Entry(
            long account,
            long version,
            long transfer,
            Side side,
            long posted,
            long pending,
            long balance,
            Instant recordedAt) {}

    /// Everything that a batch decided.
    ///
    /// @param outcomes one per command, in order
    /// @param accounts the accounts that changed, as they are now
    /// @param holds    the holds that are new or ended
    record Decision(
            List<Outcome> outcomes,
            List<Transfer> transfers,
            List<Entry> entries,
            Map<AccountRef, AccountState> accounts,
            Map<Long, Held> holds) {}
}
