package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentMode;
import io.kosh.kernel.Fields;
import io.kosh.platform.CompatNotes;
import io.kosh.rails.CardKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `restrictedPaymentOptions` on the wire: what alone an order may be paid by. A mode with no list, or an empty one, is
/// offered whole.
final class RestrictedOptions {
    /// How the pages spell the key of net banking here, and nowhere else.
    static final String NETBANKING = "NETBANKING";

    private static final String FIELD = "restrictedPaymentOptions";
    private static final int MOST_KEYS = 20;
    private static final int MOST_CODES = 500;
    private static final int LONGEST_CODE = 64;

    private RestrictedOptions() {}

    /// The key of a mode.
    static String key(PaymentMode mode) {
        return mode == PaymentMode.NET_BANKING ? NETBANKING : mode.name();
    }

    /// Whether an order may be paid by a mode at all.
    static boolean allows(Map<String, List<String>> restricted, PaymentMode mode) {
        return restricted.isEmpty() || restricted.containsKey(key(mode));
    }

    /// Whether an order may be paid by this of a mode.
    ///
    /// @param names what it may be called in a restriction; none for a card that nobody knows, and where a
    ///              mode has nothing to choose of
    static boolean allows(Map<String, List<String>> restricted, PaymentMode mode, String... names) {
        List<String> only = restricted.getOrDefault(key(mode), List.of());
        return only.isEmpty()
                || (!mode.isCard() && names.length == 0)
                || Arrays.stream(names).anyMatch(name -> only.stream().anyMatch(name::equalsIgnoreCase));
    }

    /// What a request says. What nobody knows is left out with a note; a request that names nothing known is refused,
    /// because everything would be offered then.
    static Map<String, List<String>> of(@Nullable Map<String, @Nullable Object> said) {
        if (said == null || said.isEmpty()) {
            return Map.of();
        }
        if (said.size() > MOST_KEYS) {
            throw Fields.invalid(FIELD, "may hold at most " + MOST_KEYS + " modes");
        }
        Map<String, List<String>> restricted = new LinkedHashMap<>();
        said.forEach((name, codes) -> {
            PaymentMode mode = mode(name);
            if (mode == null) {
                CompatNotes.add(FIELD + ": an unknown mode was left out");
            } else {
                restricted.put(key(mode), codes(mode, codes));
            }
        });
        if (restricted.isEmpty()) {
            throw Fields.invalid(FIELD, "names no mode that there is");
        }
        return restricted;
    }

    private static @Nullable PaymentMode mode(String name) {
        String known = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(PaymentMode.values())
                .filter(mode -> mode.name().equals(known) || key(mode).equals(known))
                .findFirst()
                .orElse(null);
    }

    private static List<String> codes(PaymentMode mode, @Nullable Object said) {
        String field = FIELD + "." + key(mode);
        List<String> codes = switch (said) {
            case null -> List.of();
            case String code -> {
                CompatNotes.add(field + ": one code was taken as a list");
                yield List.of(code(field, code));
            }
            case List<?> list
            when list.size() <= MOST_CODES ->
                list.stream().map(code -> code(field, code)).distinct().toList();
            default -> throw Fields.invalid(field, "must be null or a list of at most " + MOST_CODES + " codes");
        };
        return mode.isCard() ? schemes(field, codes) : codes;
    }

    private static String code(String field, @Nullable Object code) {
        if (code instanceof String text) {
            return Fields.text(field, text, LONGEST_CODE);
        }
        throw Fields.invalid(field, "must hold texts only");
    }

    private static List<String> schemes(String field, List<String> codes) {
        List<String> known = new ArrayList<>();
        for (String code : codes) {
            String name = code.toUpperCase(Locale.ROOT);
            if (Arrays.stream(CardKind.Scheme.values())
                    .anyMatch(scheme -> scheme.name().equals(name))) {
                known.add(name);
            } else {
                CompatNotes.add(field + ": an unknown scheme was left out");
            }
        }
        if (known.isEmpty() && !codes.isEmpty()) {
            throw Fields.invalid(field, "names no scheme that there is");
        }
        return known;
    }
}
