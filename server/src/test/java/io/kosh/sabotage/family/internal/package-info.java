/// Breaks a rule of the house on purpose: the rule must reject it.
@NullMarked
package io.kosh.sabotage.family.internal;

import org.jspecify.annotations.NullMarked;
