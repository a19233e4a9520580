package io.kosh.testing;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Computes its value at the first call, once.
final class StableValueSupplier<T> implements Supplier<T> {
    private final Supplier<T> source;
    private @Nullable T value;

    private StableValueSupplier(Supplier<T> source) {
        this.source = source;
    }

    static <T> Supplier<T> of(Supplier<T> source) {
        return new StableValueSupplier<>(source);
    }

    @Override
    public synchronized T get() {
        T known = value;
        if (known == null) {
            known = source.get();
            value = known;
        }
        return known;
    }
}
