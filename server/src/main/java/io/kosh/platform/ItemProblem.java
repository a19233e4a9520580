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
    public static ItemProblem of(Refusal refusal) {
        return new ItemProblem(
                refusal.code().name(), refusal.code().kind().status(), refusal.detail(), refusal.field());
    }
}
