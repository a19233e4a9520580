@NullMarked
package io.kosh.platform.internal;

import org.jspecify.annotations.NullMarked;
