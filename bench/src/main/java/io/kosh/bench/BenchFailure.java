package io.kosh.bench;

/// Why nothing could be measured or tried, in one sentence.
public final class BenchFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BenchFailure(String sentence) {
        super(sentence);
    }
}
