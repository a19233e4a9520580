/// What a payer's browser calls and sees: the documented routes of checkout clients and the hosted page. All of it goes
/// through the door [io.kosh.gateway.Checkout], without a token: an order's ids are what lets a browser in.
@NullMarked
package io.kosh.gateway.internal.checkout;

import org.jspecify.annotations.NullMarked;
