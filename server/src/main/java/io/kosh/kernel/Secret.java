package io.kosh.kernel;

/// A value that must not reach a log: prints as `***` wherever it is formatted by accident.
public record Secret<T>(T value) {
    @Override
    public String toString() {
        return "***";
    }
}
