/// Breaks a running server in every way that the seed says, under load, and asks afterwards whether a single answer
/// that
/// it gave has become untrue. Knows the server only from outside: HTTP, signals, and SQL where a process is to be
/// found.
@NullMarked
package io.kosh.bench.torture;

import org.jspecify.annotations.NullMarked;
