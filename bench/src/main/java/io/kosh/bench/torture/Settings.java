package io.kosh.bench.torture;

import java.time.Duration;

/// What is the same in all rounds of a run.
///
/// @param stopFor   how long SIGSTOP lasts
/// @param fullFor   how long the disk stays full
/// @param rate      calls a second of all clients together, away from the fault
/// @param longest   how long a recovery may take
/// @param megabytes size of the disk that is filled
record Settings(Duration stopFor, Duration fullFor, int rate, Duration longest, int megabytes) {}
