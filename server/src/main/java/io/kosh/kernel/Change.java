package io.kosh.kernel;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One field of a PATCH: left alone, or set to a value. An explicit null never becomes either: it is refused at the
/// door.
public sealed interface Change<T> {

    /// The field was absent: what is there stays.
    record Unchanged<T>() implements Change<T> {}

    /// The field was sent with this value.
    record To<T>(T value) implements Change<T> {}

    static <T> Change<T> unchanged() {
        return new Unchanged<>();
    }

    static <T> Change<T> to(T value) {
        return new To<>(value);
    }

    /// The new value where one was sent, else the current one.
    default T or(T current) {
        return switch (this) {
            case Unchanged<T> _ -> current;
            case To<T>(var value) -> value;
        };
    }

    /// Like [#or], for a current value that may not be set yet.
    default @Nullable T orNullable(@Nullable T current) {
        return switch (this) {
            case Unchanged<T> _ -> current;
            case To<T>(var value) -> value;
        };
    }

    /// The same change of another type.
    default <R> Change<R> map(Function<? super T, ? extends R> function) {
        return switch (this) {
            case Unchanged<T> _ -> new Unchanged<>();
            case To<T>(var value) -> new To<>(function.apply(value));
        };
    }
}
