package io.kosh;

/// Starts the program.
public final class Kosh {
    private Kosh() {}

    public static void main(String[] args) {}
}
