package io.kosh.identity.internal;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What was read a moment ago. It counts for a fixed time and no longer; once half of that is over, the next request
/// has it read anew behind its back, so that a busy client's requests never all wait for one look into the database.
/// What is not there is never remembered.
final class ShortMemory<K, V> {
    private final LoadingCache<K, @Nullable V> known;

    /// @param most    how many are remembered
    /// @param longest how long each counts
    /// @param read    reads one; null where there is none
    ShortMemory(long most, Duration longest, Function<K, @Nullable V> read) {
        Caffeine<Object, Object> builder = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(longest)
                .executor(task -> Thread.ofVirtual().name("read-anew").start(task));
        if (longest.toNanos() > 1) {
            builder.refreshAfterWrite(longest.dividedBy(2));
        }
        this.known = builder.build(new Reading<>(read));
    }

    @Nullable
    V get(K key) {
        return known.get(key);
    }

    void put(K key, V value) {
        known.put(key, value);
    }

    void forgetAll() {
        known.invalidateAll();
    }

    private record Reading<K, V>(Function<K, @Nullable V> read) implements CacheLoader<K, @Nullable V> {
        @Override
        public @Nullable V load(K key) {
            return read.apply(key);
        }

        /// A look that fails leaves what is known to its end, where the next request fails by itself and says so: a
        /// cancellation is what the cache does not write into the log.
        @Override
        public CompletableFuture<@Nullable V> asyncReload(K key, @Nullable V old, Executor executor) {
            CompletableFuture<@Nullable V> future = new CompletableFuture<>();
            executor.execute(() -> {
                try {
                    future.complete(read.apply(key));
                } catch (RuntimeException _) {
                    future.cancel(false);
                }
            });
            return future;
        }
    }
}
