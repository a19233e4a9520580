package io.kosh.platform.internal;

/// Tells work of the scheduler from requests, so that it has database connections of its own: reports and audits, which
/// hold the platform's for long, cannot stop the tick.
final class JobScope {
    private static final ScopedValue<Boolean> JOB = ScopedValue.newInstance();

    private JobScope() {}

    static boolean isBound() {
        return JOB.isBound();
    }

    static void run(Runnable work) {
        ScopedValue.where(JOB, true).run(work);
    }
}
