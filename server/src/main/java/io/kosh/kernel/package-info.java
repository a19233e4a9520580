/// What every context speaks and nobody owns: refusals, fields, ids, changes, lifecycles.
/// Knows the JDK and the JSpecify annotations only: no Spring, no SQL, no HTTP.
@NullMarked
package io.kosh.kernel;

import org.jspecify.annotations.NullMarked;
