/// Breaks a rule of the house on purpose: the rule must reject it.
@NullMarked
package io.kosh.sabotage.printing.internal;

import org.jspecify.annotations.NullMarked;
