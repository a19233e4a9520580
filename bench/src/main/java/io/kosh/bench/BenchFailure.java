package io.kosh.bench;

/// Why nothing could be measured, in one sentence.
final class BenchFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchFailure(String sentence) {
        super(sentence);
    }
}
