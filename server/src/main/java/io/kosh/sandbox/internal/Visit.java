package io.kosh.sandbox.internal;

import io.kosh.platform.CompanyRef;
import org.jspecify.annotations.Nullable;

/// Somebody who looks at the sandbox with a browser.
///
/// @param company   whose sandbox is shown, null where that is not known
/// @param how       how it is known
/// @param token     the access token that was signed in with, null for none
/// @param formToken what its forms have to send
record Visit(
        @Nullable CompanyRef company, How how, @Nullable String token, String formToken) {

    /// How a company is known.
    enum How {
        /// The demo company, whose credentials the start page shows to the same browser.
        DEMO,
        /// By an access token.
        SIGNED_IN,
        /// By an access token that is good no more.
        ENDED,
        UNKNOWN
    }

    /// The company of a page that needs one.
    CompanyRef known() {
        CompanyRef known = company;
        if (known == null) {
            throw new IllegalStateException("no company is known");
        }
        return known;
    }

    @Override
    public String toString() {
        return "Visit[" + company + ", " + how + "]";
    }
}
