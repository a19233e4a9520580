package io.kosh.gateway.internal;

/// A payment with its order, as both stand.
record OrderPayment(PaymentOrder order, Attempt payment) {}
