/// Vouchers for points: the catalogue, carts, and orders that a supplier fills.
@NullMarked
package io.kosh.loyalty.internal.shop;

import org.jspecify.annotations.NullMarked;
