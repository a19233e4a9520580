/// What tests share: one PostgreSQL a fork, a fresh migrated database a test class, a running server, an HTTP client.
@NullMarked
package io.kosh.testing;

import org.jspecify.annotations.NullMarked;
