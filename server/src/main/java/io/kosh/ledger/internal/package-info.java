@NullMarked
package io.kosh.ledger.internal;

import org.jspecify.annotations.NullMarked;
