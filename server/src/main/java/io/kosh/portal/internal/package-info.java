@NullMarked
package io.kosh.portal.internal;

import org.jspecify.annotations.NullMarked;
