/// Breaks a running server in every way that the seed says, under load, and asks afterwards whether a single answer
/// of it has become untrue. Knows the server only from outside: HTTP, signals, and SQL to find a process.
@NullMarked
package io.kosh.bench.torture;

import org.jspecify.annotations.NullMarked;
