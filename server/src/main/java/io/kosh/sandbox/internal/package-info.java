@NullMarked
package io.kosh.sandbox.internal;

import org.jspecify.annotations.NullMarked;
