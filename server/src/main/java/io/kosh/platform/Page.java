package io.kosh.platform;

import io.kosh.kernel.Fields;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// One page of a native list. Lists are paged by key: `nextCursor` goes into the next call's `cursor` and is null on
/// the last page.
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    private static final int MOST = 200;
    private static final int USUAL = 50;

    /// What a caller asked for: how many items and after which key (null: from the start).
    public record Request(int limit, @Nullable Long after) {
        public static Request of(@Nullable String cursor, @Nullable Long limit) {
            Long size = Fields.optionalInteger("limit", limit, 1, MOST);
            return new Request(size == null ? USUAL : size.intValue(), cursor == null ? null : key(cursor));
        }

        private static long key(String cursor) {
            try {
                return Long.parseLong(cursor, 36);
            } catch (NumberFormatException _) {
                throw Fields.invalid("cursor", "is not one that this route gave out");
            }
        }

        /// How many rows a store fetches: one more than shown, to know whether there is a next page.
        public int fetch() {
            return limit + 1;
        }
    }

    /// The page of rows fetched with [Request#fetch], keyed by the last shown row.
    public static <T> Page<T> of(List<T> fetched, Request request, ToLongFunction<? super T> key) {
        if (fetched.size() <= request.limit()) {
            return new Page<>(fetched, null);
        }
        List<T> shown = fetched.subList(0, request.limit());
        return new Page<>(List.copyOf(shown), Long.toString(key.applyAsLong(shown.getLast()), 36));
    }

    /// The same page with each item turned into something else.
    public <R> Page<R> map(Function<? super T, ? extends R> function) {
        return new Page<>(items.stream().<R>map(function).toList(), nextCursor);
    }
}
