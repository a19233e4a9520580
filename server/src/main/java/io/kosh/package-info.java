/// Kosh, one deployable. Each package below is a context; this one only holds what starts them.
@NullMarked
package io.kosh;

import org.jspecify.annotations.NullMarked;
