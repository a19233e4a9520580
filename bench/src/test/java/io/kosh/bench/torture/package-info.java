/// Shows that the checks can fail.
@NullMarked
package io.kosh.bench.torture;

import org.jspecify.annotations.NullMarked;
