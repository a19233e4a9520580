package io.kosh.launcher.internal;

/// Why a command could not do its work, as one sentence.
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailure(String sentence) {
        super(sentence, null, false, false);
    }
}
