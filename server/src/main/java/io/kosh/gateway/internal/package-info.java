/// How the gateway does it: merchants, orders, payments, refunds, fees.
@NullMarked
package io.kosh.gateway.internal;

import org.jspecify.annotations.NullMarked;
