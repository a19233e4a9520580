package io.kosh.sandbox.internal;

import io.kosh.platform.Effects;
import io.kosh.platform.Masking;
import io.kosh.platform.RequestWatch.Exchange;
import io.kosh.platform.RequestWatch.Side;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// What is kept of an exchange, with its secrets taken out.
@Component
@SandboxOnly
final class EventText {
    private static final String MASK = "***";
    private static final String ANY_VALUE = "anything";
    private static final Pattern SECRET_HEADER =
            Pattern.compile("(?i)authorization|cookie|secret|token|password|(?:access|api)-?key|csrf");
    private static final Pattern DIGITS_AT_END = Pattern.compile("[0-9][0-9 -]*$");

    private final Masking masking;

    EventText(Masking masking) {
        this.masking = masking;
    }

    Map<String, Object> of(Exchange exchange) {
        Map<String, Object> detail = new LinkedHashMap<>();
        if (exchange.query() != null) {
            detail.put("query", form(exchange.query()));
        }
        if (exchange.route() != null) {
            detail.put("route", exchange.route());
        }
        detail.put("micros", exchange.took().toNanos() / 1_000);
        var caller = exchange.context().caller();
        if (caller != null) {
            detail.put("client", caller.clientId());
            detail.put("actor", caller.actor());
        }
        if (exchange.fault() != null) {
            detail.put("scenario", exchange.fault());
        }
        if (exchange.context().encryption() != null) {
            // What follows is what was meant: nobody could read what travelled.
            detail.put("encryption", exchange.context().encryption());
        }
        if (!exchange.context().notes().isEmpty()) {
            detail.put(
                    "compatNotes",
                    exchange.context().notes().stream().map(masking::mask).toList());
        }
        List<Effects.Effect> effects = exchange.context().effects();
        if (!effects.isEmpty()) {
            detail.put(
                    "effects",
                    effects.stream()
                            .map(effect -> Map.of("kind", effect.kind(), "id", effect.id()))
                            .toList());
        }
        detail.put("request", side(exchange.request()));
        detail.put("answer", side(exchange.answer()));
        return detail;
    }

    private Map<String, Object> side(Side side) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put(
                "headers",
                side.headers().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                header -> SECRET_HEADER.matcher(header.getKey()).find()
                                        ? MASK
                                        : masking.mask(String.join(", ", header.getValue())),
                                (first, _) -> first,
                                LinkedHashMap::new)));
        shown.put("body", body(side));
        shown.put("size", side.size());
        return shown;
    }

    /// A path as it was sent, or where there is something to mask in it, as it reads.
    String path(String path) {
        return Arrays.stream(path.split("/", -1)).map(this::part).collect(Collectors.joining("/"));
    }

    /// A query or a form. Its names and values are looked at as they read, not as they are escaped; a name that is one
    /// of a secret masks all of its value.
    private String form(String form) {
        return Arrays.stream(form.split("&", -1))
                .map(field -> {
                    int equals = field.indexOf('=');
                    if (equals < 0) {
                        return part(field);
                    }
                    String name = field.substring(0, equals);
                    boolean secret = masking.mask(read(name) + "=" + ANY_VALUE).endsWith(MASK);
                    return part(name) + "=" + (secret ? MASK : part(field.substring(equals + 1)));
                })
                .collect(Collectors.joining("&"));
    }

    private String part(String escaped) {
        String read = read(escaped);
        String masked = masking.mask(read);
        return masked.equals(read) ? escaped : masked;
    }

    private static String read(String escaped) {
        try {
            return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return escaped;
        }
    }

    /// A body that was cut may end in the middle of a card number, which is not recognised any more.
    private String body(Side side) {
        int length = side.body().remaining();
        String all = StandardCharsets.UTF_8
                .decode(side.body().duplicate())
                .toString()
                .replace('\0', ' ');
        boolean cut = side.size() > length;
        String body = cut ? DIGITS_AT_END.matcher(all).replaceFirst(MASK) : all;
        String shown = masking.mask(HeaderValues.masked(isForm(side) ? form(body) : body));
        return cut ? shown + "..." : shown;
    }

    private static boolean isForm(Side side) {
        return side.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("content-type"))
                .flatMap(header -> header.getValue().stream())
                .anyMatch(type -> type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded"));
    }

    /// A note's values, masked.
    Map<String, Object> masked(Map<String, ?> detail) {
        Map<String, Object> masked = new LinkedHashMap<>();
        detail.forEach((name, value) -> masked.put(name, value instanceof String text ? masking.mask(text) : value));
        return masked;
    }
}
