package io.kosh.webhooks.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Checks where an endpoint wants its deliveries and what it wants sent along.
@Component
final class TargetRules {
    private static final int LONGEST_URL = 2048;
    private static final int MOST_HEADERS = 20;
    private static final int LONGEST_HEADER = 1024;
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]*");
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[.*]");
    /// What the sender itself writes.
    private static final Set<String> OURS = Set.of(
            "host",
            "content-length",
            "content-type",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "user-agent",
            "accept-encoding");

    private final AddressRules addresses;

    TargetRules(AddressRules addresses) {
        this.addresses = addresses;
    }

    /// An absolute http or https address; https and a public one in the live profile. A name is looked up at each
    /// delivery, because it may point elsewhere by then.
    String url(String field, @Nullable String text) {
        String url = Fields.text(field, text, LONGEST_URL);
        URI uri = parse(field, url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw Fields.invalid(field, "must begin with https://");
        }
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw Fields.invalid(field, "must have a host, and neither user name nor fragment");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw Fields.invalid(field, "has no valid port");
        }
        if (addresses.live() && scheme.equals("http")) {
            throw Refusal.ofField(WebhookError.WEBHOOK_ADDRESS_REFUSED, field, field + " must begin with https://");
        }
        if (LITERAL.matcher(host).matches()) {
            refusePrivate(field, host);
        }
        return url;
    }

    private void refusePrivate(String field, String host) {
        try {
            if (!addresses.allow(InetAddress.getByName(host))) {
                throw Refusal.ofField(
                        WebhookError.WEBHOOK_ADDRESS_REFUSED, field, field + " is an address that is not allowed");
            }
        } catch (UnknownHostException _) {
            throw Fields.invalid(field, "has no valid host");
        }
    }

    private static URI parse(String field, String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException _) {
            throw Fields.invalid(field, "is not a URL");
        }
    }

    /// Static headers of any names but those that the sender writes itself.
    static Map<String, String> headers(@Nullable Map<String, String> headers) {
        if (headers == null) {
            return Map.of();
        }
        if (headers.size() > MOST_HEADERS) {
            throw Fields.invalid("headers", "may hold at most " + MOST_HEADERS);
        }
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!HEADER_NAME.matcher(name).matches() || OURS.contains(lower) || lower.startsWith("webhook-")) {
                throw Fields.invalid("headers", "has a name that cannot be sent: " + shortened(name));
            }
            if (Fields.present("headers." + name, value).length() > LONGEST_HEADER
                    || !HEADER_VALUE.matcher(value).matches()) {
                throw Fields.invalid("headers." + name, "must be at most " + LONGEST_HEADER + " printable characters");
            }
        });
        return Map.copyOf(headers);
    }

    private static String shortened(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64);
    }
}
