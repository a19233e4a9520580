/// The acquirer of a sandbox: somebody else, who happens to run on this machine. Nothing here is known to the rest of
/// Kosh but its address, and the pages on which a payer would meet a bank.
@NullMarked
package io.kosh.rails.counterpart;

import org.jspecify.annotations.NullMarked;
