package io.kosh.sandbox.internal;

import io.kosh.platform.Effects;
import io.kosh.platform.Masking;
import io.kosh.platform.RequestWatch.Exchange;
import io.kosh.platform.RequestWatch.Side;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// What is kept of an exchange, with its secrets taken out.
@Component
@SandboxOnly
final class EventText {
    private static final String MASK = "***";
    private static final Pattern SECRET_HEADER =
            Pattern.compile("(?i)authorization|cookie|secret|token|password|access-?key|csrf");
    private static final Pattern DIGITS_AT_END = Pattern.compile("[0-9][0-9 -]*$");

    private final Masking masking;

    EventText(Masking masking) {
        this.masking = masking;
    }

    Map<String, Object> of(Exchange exchange) {
        Map<String, Object> detail = new LinkedHashMap<>();
        if (exchange.query() != null) {
            detail.put("query", masking.mask(exchange.query()));
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
        if (!exchange.context().notes().isEmpty()) {
            detail.put("compatNotes", List.copyOf(exchange.context().notes()));
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

    /// A body that was cut may end in the middle of a secret, which is closed first so that it is recognised.
    private String body(Side side) {
        int length = side.body().remaining();
        String body = StandardCharsets.UTF_8
                .decode(side.body().duplicate())
                .toString()
                .replace('\0', ' ');
        if (side.size() <= length) {
            return masking.mask(body);
        }
        String cut = DIGITS_AT_END.matcher(body).replaceFirst(MASK);
        return masking.mask(cut + '"') + "...";
    }

    /// A note's values, masked.
    Map<String, Object> masked(Map<String, ?> detail) {
        Map<String, Object> masked = new LinkedHashMap<>();
        detail.forEach((name, value) -> masked.put(name, value instanceof String text ? masking.mask(text) : value));
        return masked;
    }
}
