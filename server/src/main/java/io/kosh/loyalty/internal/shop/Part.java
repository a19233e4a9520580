package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.Fields;
import org.jspecify.annotations.Nullable;

/// Which part of a documented list is wanted.
///
/// @param offset how many to leave out first
record Part(long offset, long limit) {
    private static final long USUAL = 10;
    private static final long MOST = 200;
    private static final long FARTHEST = 1_000_000;

    static Part of(@Nullable Long offset, @Nullable Long limit) {
        Long first = Fields.optionalInteger("offset", offset, 0, FARTHEST);
        Long size = Fields.optionalInteger("limit", limit, 1, MOST);
        return new Part(first == null ? 0 : first, size == null ? USUAL : size);
    }
}
