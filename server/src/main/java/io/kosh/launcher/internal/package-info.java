@NullMarked
package io.kosh.launcher.internal;

import org.jspecify.annotations.NullMarked;
