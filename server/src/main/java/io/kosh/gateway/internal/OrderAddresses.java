package io.kosh.gateway.internal;

import io.kosh.kernel.Fields;
import io.kosh.platform.Profile;
import io.kosh.platform.Settings;
import io.kosh.webhooks.Webhooks;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The addresses that an order names, and the one that it gets.
@Component
final class OrderAddresses {
    private static final int LONGEST = 2048;
    private static final int LAST_PORT = 65_535;
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Webhooks webhooks;
    private final boolean live;
    private final String checkout;

    OrderAddresses(Webhooks webhooks, Settings settings) {
        this.webhooks = webhooks;
        this.live = settings.profile() == Profile.LIVE;
        this.checkout = settings.baseUrl().toString().replaceAll("/+$", "") + "/v1/pay/";
    }

    /// Where the order is paid.
    String checkout(PaymentOrder order) {
        return checkout + order.orderId();
    }

    /// Who is told of the order: checked as an endpoint's address is.
    @Nullable
    URI notified(String field, @Nullable String url) {
        return url == null || url.isBlank() ? null : webhooks.address(field, url);
    }

    /// Where the payer's browser goes afterwards. Only the browser goes there, so a name may mean anything; in live it
    /// goes encrypted, unless it stays on its machine.
    @Nullable
    URI returned(String field, @Nullable String url) {
        if (url == null || url.isBlank()) {
            return null;
        }
        URI uri = parsed(field, Fields.text(field, url, LONGEST));
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw Fields.invalid(field, "must begin with https://");
        }
        if (host == null || uri.getRawUserInfo() != null) {
            throw Fields.invalid(field, "must have a host and no user name");
        }
        if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
            throw Fields.invalid(field, "has no valid port");
        }
        if (live && scheme.equals("http") && !THIS_MACHINE.contains(host)) {
            throw Fields.invalid(field, "must begin with https://");
        }
        return uri;
    }

    private static URI parsed(String field, String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException _) {
            throw Fields.invalid(field, "is not an address");
        }
    }
}
