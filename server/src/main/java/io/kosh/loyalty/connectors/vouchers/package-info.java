/// Orders vouchers from a supplier over HTTP; what it is sent is described in docs/guides/redemption.md.
@NullMarked
package io.kosh.loyalty.connectors.vouchers;

import org.jspecify.annotations.NullMarked;
