package io.kosh.platform;

/// A reason why the server cannot start, as one sentence for the operator: what is wrong and what to do.
/// The launcher prints it and exits with status 1; there is no stack trace.
public final class StartupFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupFailure(String sentence) {
        super(sentence, null, false, false);
    }
}
