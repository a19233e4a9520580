/// Measures rates and latencies of a running server beside what the same machine could do at best, in one run, so that
/// the ratios mean something.
@NullMarked
package io.kosh.bench;

import org.jspecify.annotations.NullMarked;
