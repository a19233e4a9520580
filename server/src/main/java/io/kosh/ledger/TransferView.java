package io.kosh.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A transfer with its lines.
///
/// @param phase     POST, HOLD, CAPTURE, RELEASE or TIME_OUT
/// @param relatesTo the hold that a capture or release ended, else null
public record TransferView(
        long id,
        String template,
        Phase phase,
        String sourceKind,
        String sourceId,
        Map<String, String> detail,
        @Nullable Long relatesTo,
        Instant recordedAt,
        List<EntryView> entries) {

    /// What a transfer does.
    public enum Phase {
        POST,
        HOLD,
        CAPTURE,
        RELEASE,
        TIME_OUT
    }
}
