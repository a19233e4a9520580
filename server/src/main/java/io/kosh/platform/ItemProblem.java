package io.kosh.platform;

import io.kosh.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// Why one item of a bulk request was refused, as a single request would have told it.
///
/// @param code   the stable code
/// @param status the HTTP status that a single request would have got
/// @param detail a sentence for the caller
/// @param field  the field at fault, where there is one
public record ItemProblem(
        String code, int status, String detail, @Nullable String field) {
    /// What an item is refused with. Where its outcome is not settled, as 429 and 5xx say, the answer of the whole
    /// request is not either.
    public static ItemProblem of(Refusal refusal) {
        int status = refusal.code().kind().status();
        if (RequestContext.isBound() && (status == 429 || status >= 500)) {
            RequestContext.current().leaveOpen();
        }
        return new ItemProblem(refusal.code().name(), status, refusal.detail(), refusal.field());
    }
}
