/// The supplier that a sandbox buys from: somebody else, who happens to run on this machine. Nothing here is
/// known to the rest of Kosh but its address.
@NullMarked
package io.kosh.loyalty.counterpart;

import org.jspecify.annotations.NullMarked;
