package io.kosh.bench;

/// One part of the measurement of the bars; adds its rows and lines to the run's table.
interface Phase {
    String name();

    void measure(BarRun run) throws Exception;
}
