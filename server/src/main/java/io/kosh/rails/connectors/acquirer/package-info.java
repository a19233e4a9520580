/// Speaks to an acquirer: payments, refunds and verifications by JSON over HTTP, and what it tells by signed callbacks.
@NullMarked
package io.kosh.rails.connectors.acquirer;

import org.jspecify.annotations.NullMarked;
