package io.kosh.sabotage.mocking;

import org.mockito.Mockito;

/// Pretends with a library where a hand-written fake would say what is meant.
final class Pretender {
    private Pretender() {}

    static Runnable pretend() {
        return Mockito.mock(Runnable.class);
    }
}
