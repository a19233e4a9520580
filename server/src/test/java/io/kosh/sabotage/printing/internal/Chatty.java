package io.kosh.sabotage.printing.internal;

/// Prints past the log.
final class Chatty {
    private Chatty() {}

    static void say() {
        System.out.println("said");
    }
}
