/// How secrets are sealed, found, opened and sealed again.
@NullMarked
package io.kosh.vault.internal;

import org.jspecify.annotations.NullMarked;
