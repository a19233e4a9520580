package io.kosh.loyalty.connectors.vouchers;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The supplier of a live installation, bound from `kosh.voucher-supplier.*`. Every default is here.
///
/// @param url     null where no vouchers can be bought
/// @param token   sent as a bearer token, null for none
/// @param timeout of connecting and answering
@ConfigurationProperties("kosh.voucher-supplier")
record VoucherSettings(
        @Nullable URI url,
        @Nullable String token,
        @DefaultValue("8s") Duration timeout) {
    @Override
    public String toString() {
        return "VoucherSettings[" + url + "]";
    }
}
