package io.kosh.identity.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.IdShape;
import io.kosh.platform.CompanyRef;
import java.time.Instant;

/// A company of the installation.
record Company(CompanyRef ref, String name, AccessState status, Instant createdAt) {
    static final IdShape ID = IdShape.alphanumeric("CEK", 7);

    CompanyKey key() {
        return ref.key();
    }
}
