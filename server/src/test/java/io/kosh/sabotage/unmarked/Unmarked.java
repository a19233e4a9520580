package io.kosh.sabotage.unmarked;

/// Lives in a package that says nothing about null.
final class Unmarked {
    private Unmarked() {}
}
