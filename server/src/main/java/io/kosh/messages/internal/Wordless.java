package io.kosh.messages.internal;

import org.jspecify.annotations.Nullable;

/// Where something was thrown and what it was, without what it says: that might quote an address or a text.
final class Wordless extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int DEEPEST = 8;

    private Wordless(Throwable thrown, int depth) {
        super(thrown.getClass().getName(), cause(thrown, depth));
        setStackTrace(thrown.getStackTrace());
    }

    static Wordless of(Throwable thrown) {
        return new Wordless(thrown, 0);
    }

    private static @Nullable Wordless cause(Throwable thrown, int depth) {
        Throwable cause = thrown.getCause();
        return cause == null || depth == DEEPEST ? null : new Wordless(cause, depth + 1);
    }
}
