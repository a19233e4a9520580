package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.CheckoutOrder;
import io.kosh.kernel.Refusal;
import io.kosh.platform.OwnAddress;
import io.kosh.platform.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Which pages may ask about an order. A preflight is answered for the origins of all merchants together, because it
/// names no order; the real call is held to those of its order's merchant here.
@Component
final class MerchantPages {
    private final Settings settings;

    MerchantPages(Settings settings) {
        this.settings = settings;
    }

    /// Refuses a page that is neither ours nor the merchant's. What is no page in a browser names no origin, nor does
    /// one of ours that reads.
    ///
    /// @param origin the header `Origin`, null where there is none
    /// @param host   the header `Host`
    void check(CheckoutOrder order, @Nullable String origin, @Nullable String host) {
        if (origin == null || order.merchant().origins().contains(origin) || OwnAddress.sent(origin, host, settings)) {
            return;
        }
        throw Refusal.of(CheckoutError.CHECKOUT_ORIGIN_FORBIDDEN, CheckoutError.CHECKOUT_ORIGIN_FORBIDDEN.meaning());
    }
}
