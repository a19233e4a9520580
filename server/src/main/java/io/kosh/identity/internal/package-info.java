@NullMarked
package io.kosh.identity.internal;

import org.jspecify.annotations.NullMarked;
