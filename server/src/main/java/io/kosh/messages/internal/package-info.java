@NullMarked
package io.kosh.messages.internal;

import org.jspecify.annotations.NullMarked;
