@NullMarked
package io.kosh.cards.internal;

import org.jspecify.annotations.NullMarked;
