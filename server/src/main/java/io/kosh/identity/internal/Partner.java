package io.kosh.identity.internal;

import io.kosh.kernel.IdShape;
import java.time.Instant;

/// One who acts for several companies.
record Partner(long key, String id, String name, AccessState status, Instant createdAt) {
    static final IdShape ID = IdShape.alphanumeric("CRM", 6);
}
