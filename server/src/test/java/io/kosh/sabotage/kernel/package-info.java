/// Breaks a rule of the house on purpose: the rule must reject it.
@NullMarked
package io.kosh.sabotage.kernel;

import org.jspecify.annotations.NullMarked;
