package io.kosh.identity.internal;

import org.jspecify.annotations.Nullable;

/// A program that signs in with an id and a secret.
///
/// @param key     internal key
/// @param company the company that owns it, where it is a company's
/// @param partner the partner that owns it, where it is a partner's
record ApiClient(
        long key,
        String clientId,
        Kind kind,
        @Nullable Long company,
        @Nullable Long partner) {

    /// Whose client it is, and so what its tokens may do.
    enum Kind {
        /// Acts for one company.
        COMPANY,
        /// Acts for the companies of a partner.
        PARTNER,
        /// Acts for the installation.
        OPERATOR
    }
}
