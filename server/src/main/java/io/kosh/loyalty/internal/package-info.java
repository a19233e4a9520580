@NullMarked
package io.kosh.loyalty.internal;

import org.jspecify.annotations.NullMarked;
