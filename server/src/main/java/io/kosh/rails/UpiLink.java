package io.kosh.rails;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A link that opens a UPI app to pay, by NPCI's linking specification 1.6; the text of a UPI QR code is such a link.
///
/// @param payeeVpa    `pa`
/// @param payeeName   `pn`, as the app shows it; at most 99 characters
/// @param category    `mc`, four digits of ISO 18245; null where the payee is no merchant
/// @param reference   `tr`, by which the payee knows the payment; null in a link that is paid many times
/// @param note        `tn`, at most 50 characters; null for none
/// @param amountMinor `am`, in paise; null where the payer chooses
public record UpiLink(
        String payeeVpa,
        String payeeName,
        @Nullable String category,
        @Nullable String reference,
        @Nullable String note,
        @Nullable Long amountMinor,
        Mode mode) {
    private static final int LONGEST_LINK = 2_000;
    private static final int LONGEST_NAME = 99;
    private static final int LONGEST_NOTE = 50;
    private static final int PAISE = 2;
    private static final String CURRENCY = "INR";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Pattern VPA = Pattern.compile("[a-zA-Z0-9._-]{2,256}@[a-zA-Z][a-zA-Z0-9.-]{1,63}");
    private static final Pattern CATEGORY = Pattern.compile("[0-9]{4}");
    private static final Pattern REFERENCE = Pattern.compile("[a-zA-Z0-9._/-]{1,35}");
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,2})?");
    private static final Pattern LINK =
            Pattern.compile("(?:upi://|(?:phonepe|tez|paytmmp|bhim)://upi/)pay/?\\?([^#]*)");

    /// What an app is told about where the link comes from.
    public enum Mode {
        UNSAID("00"),
        STATIC_QR("01"),
        INTENT("04"),
        DYNAMIC_QR("15");

        private final String code;

        Mode(String code) {
            this.code = code;
        }

        /// The value of `mode`.
        public String code() {
            return code;
        }

        private static Mode of(@Nullable String code) {
            for (Mode mode : values()) {
                if (mode.code.equals(code)) {
                    return mode;
                }
            }
            return UNSAID;
        }
    }

    /// Whose app opens a link.
    public enum App {
        ANY("upi://pay"),
        PHONE_PE("phonepe://upi/pay"),
        GOOGLE_PAY("tez://upi/pay"),
        PAYTM("paytmmp://upi/pay");

        private final String start;

        App(String start) {
            this.start = start;
        }
    }

    public UpiLink {
        if (!isVpa(payeeVpa)) {
            throw new IllegalArgumentException("the payee of a UPI link is a VPA");
        }
        if (payeeName.isBlank() || payeeName.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("the payee's name has 1 to 99 characters");
        }
        if (category != null && !CATEGORY.matcher(category).matches()) {
            throw new IllegalArgumentException("a merchant category has four digits");
        }
        if (reference != null && !REFERENCE.matcher(reference).matches()) {
            throw new IllegalArgumentException("the reference of a UPI link has 1 to 35 letters and digits");
        }
        if (note != null && (note.isBlank() || note.length() > LONGEST_NOTE)) {
            throw new IllegalArgumentException("the note of a UPI link has 1 to 50 characters");
        }
        if (amountMinor != null && amountMinor <= 0) {
            throw new IllegalArgumentException("the amount of a UPI link is more than nothing");
        }
    }

    /// The link of a payment that a rail expects.
    ///
    /// @param category null where it is not known
    public static UpiLink of(RailPayment payment, String payeeVpa, @Nullable String category, Mode mode) {
        String name = cut(payment.payeeName(), LONGEST_NAME);
        return new UpiLink(
                payeeVpa,
                name == null ? payeeVpa.substring(0, Math.min(LONGEST_NAME, payeeVpa.indexOf('@'))) : name,
                category,
                payment.reference(),
                cut(payment.note(), LONGEST_NOTE),
                payment.amountMinor(),
                mode);
    }

    /// Whether this can be a VPA; whether it is one, only its bank knows.
    public static boolean isVpa(String text) {
        return VPA.matcher(text).matches();
    }

    /// Reads a link of any app; null for what is no link to pay in rupees. What apps do not have to know is passed
    /// over.
    public static @Nullable UpiLink read(String text) {
        String link = text.strip();
        if (link.length() > LONGEST_LINK) {
            return null;
        }
        int end = link.indexOf('?');
        var found = LINK.matcher(end < 0 ? link : lower(link.substring(0, end)) + link.substring(end));
        Map<String, String> given = found.matches() ? parameters(found.group(1)) : null;
        return given == null ? null : of(given);
    }

    private static @Nullable UpiLink of(Map<String, String> given) {
        String payee = given.getOrDefault("pa", "");
        String currency = given.getOrDefault("cu", CURRENCY);
        String amount = given.get("am");
        String category = given.get("mc");
        String reference = given.get("tr");
        String name = cut(given.getOrDefault("pn", ""), LONGEST_NAME);
        if (!isVpa(payee)
                || !currency.equals(CURRENCY)
                || (amount != null && !AMOUNT.matcher(amount).matches())
                || (reference != null && !REFERENCE.matcher(reference).matches())) {
            return null;
        }
        long paise = amount == null
                ? 0
                : new BigDecimal(amount).movePointRight(PAISE).longValueExact();
        return new UpiLink(
                payee,
                name == null ? Objects.requireNonNull(cut(payee, LONGEST_NAME)) : name,
                category != null && CATEGORY.matcher(category).matches() ? category : null,
                reference,
                cut(given.getOrDefault("tn", ""), LONGEST_NOTE),
                paise == 0 ? null : paise,
                Mode.of(given.get("mode")));
    }

    /// Null where a name is there twice or something is not encoded as it has to be; an empty value is none.
    private static @Nullable Map<String, String> parameters(String query) {
        Map<String, String> given = new HashMap<>();
        for (String each : query.split("&", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0 && equals < each.length() - 1) {
                String value = decoded(each.substring(equals + 1));
                if (value == null || given.put(lower(each.substring(0, equals)), value) != null) {
                    return null;
                }
            }
        }
        return given;
    }

    /// The same link, found in another place.
    public UpiLink in(Mode other) {
        return new UpiLink(payeeVpa, payeeName, category, reference, note, amountMinor, other);
    }

    /// As any app opens it.
    public String text() {
        return text(App.ANY);
    }

    /// As one app opens it.
    public String text(App app) {
        StringBuilder link = new StringBuilder(app.start).append("?pa=").append(encoded(payeeVpa));
        add(link, "pn", payeeName);
        add(link, "mc", category);
        add(link, "tr", reference);
        add(link, "tn", note);
        add(
                link,
                "am",
                amountMinor == null
                        ? null
                        : BigDecimal.valueOf(amountMinor, PAISE).toPlainString());
        add(link, "cu", CURRENCY);
        add(link, "mode", mode.code());
        return link.toString();
    }

    private static void add(StringBuilder link, String name, @Nullable String value) {
        if (value != null) {
            link.append('&').append(name).append('=').append(encoded(value));
        }
    }

    /// As RFC 3986 wants it in a query: a space is `%20`. `@` may stand, and apps are used to seeing it.
    private static String encoded(String value) {
        StringBuilder encoded = new StringBuilder(value.length() + 16);
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            if ((each >= 'a' && each <= 'z')
                    || (each >= 'A' && each <= 'Z')
                    || (each >= '0' && each <= '9')
                    || "-._~@".indexOf(each) >= 0) {
                encoded.append((char) each);
            } else {
                encoded.append('%').append(HEX.toHexDigits(each));
            }
        }
        return encoded.toString();
    }

    /// Null for what is not encoded UTF-8, or holds control characters.
    private static @Nullable String decoded(String value) {
        byte[] plain = value.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(plain.length);
        for (int i = 0; i < plain.length; i++) {
            if (plain[i] != '%') {
                decoded.put(plain[i]);
                continue;
            }
            int high = i + 2 < plain.length ? Character.digit(plain[i + 1], 16) : -1;
            int low = i + 2 < plain.length ? Character.digit(plain[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            decoded.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
            return text.chars().anyMatch(Character::isISOControl) ? null : text;
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    /// Null for nothing; never half of a character.
    private static @Nullable String cut(String text, int longest) {
        String plain = text.strip();
        if (plain.length() > longest) {
            plain = plain.substring(0, Character.isHighSurrogate(plain.charAt(longest - 1)) ? longest - 1 : longest)
                    .strip();
        }
        return plain.isEmpty() ? null : plain;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
