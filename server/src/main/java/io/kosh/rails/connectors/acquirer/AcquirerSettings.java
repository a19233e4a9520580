package io.kosh.rails.connectors.acquirer;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The acquirer of a live installation, bound from `kosh.acquirer.*`. Every default is here.
///
/// @param url            null where no payments can be taken
/// @param token          sent as a bearer token, null for none
/// @param callbackSecret what callbacks are signed with; null: none is believed
/// @param vpaHandle      how links and codes name a merchant, behind the sign `@`; null: no UPI
/// @param stepTimeout    of connecting and answering
/// @param timeout        of one call in all
/// @param callbackAge    how old, or how far ahead, a callback's signature may be
@ConfigurationProperties("kosh.acquirer")
record AcquirerSettings(
        @Nullable URI url,
        @Nullable String token,
        @Nullable String callbackSecret,
        @Nullable String vpaHandle,
        @DefaultValue("8s") Duration stepTimeout,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("5m") Duration callbackAge) {
    @Override
    public String toString() {
        return "AcquirerSettings[" + url + "]";
    }
}
