package io.kosh.rails;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The text of a BharatQR that is paid by UPI: EMVCo's merchant-presented code with NPCI's templates. It is printable
/// ASCII, because readers differ on what a character of its lengths is.
///
/// @param payeeVpa    whom it pays
/// @param leastMinor  the least that may be paid, in paise; null for any
/// @param reference   by which the payee knows the payment; null in a code that is paid many times
/// @param category    four digits of ISO 18245
/// @param amountMinor in paise; null where the payer chooses
/// @param name        of the payee; as much of it as the code has room for, 25 characters
/// @param city        as much of it as the code has room for, 15 characters
/// @param pinCode     six digits; null where it is not known
/// @param terminal    of the payee; null for none
public record BharatQr(
        String payeeVpa,
        @Nullable Long leastMinor,
        @Nullable String reference,
        String category,
        @Nullable Long amountMinor,
        String name,
        String city,
        @Nullable String pinCode,
        @Nullable String terminal) {
    /// RuPay's application identifier, which real codes carry.
    private static final String RUPAY = "A000000524";

    private static final String RUPEES = "356";
    private static final String INDIA = "IN";
    private static final String DYNAMIC = "12";
    private static final String STATIC = "11";
    private static final String CHECK = "6304";
    private static final int CHECK_DIGITS = 4;
    private static final int LONGEST_NAME = 25;
    private static final int LONGEST_CITY = 15;
    private static final int LONGEST_VALUE = 99;
    private static final int LONGEST_TEXT = 512;
    private static final int PAISE = 2;
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,2})?");
    private static final Pattern MARK = Pattern.compile("[A-Za-z0-9._/-]{1,35}");

    public BharatQr {
        if (!UpiLink.isVpa(payeeVpa)) {
            throw new IllegalArgumentException("the payee of a BharatQR is a VPA");
        }
        if (!category.matches("[0-9]{4}")) {
            throw new IllegalArgumentException("a merchant category has four digits");
        }
        if ((reference != null && !MARK.matcher(reference).matches())
                || (terminal != null && !MARK.matcher(terminal).matches())) {
            throw new IllegalArgumentException("references and terminals have 1 to 35 letters and digits");
        }
        if (pinCode != null && !pinCode.matches("[1-9][0-9]{5}")) {
            throw new IllegalArgumentException("a PIN code has six digits");
        }
        if ((leastMinor != null && leastMinor <= 0) || (amountMinor != null && amountMinor <= 0)) {
            throw new IllegalArgumentException("the amounts of a BharatQR are more than nothing");
        }
        name = plain(name, LONGEST_NAME);
        city = plain(city, LONGEST_CITY);
    }

    /// The text with its check.
    public String text() {
        StringBuilder text = new StringBuilder(256);
        put(text, "00", "01");
        put(text, "01", amountMinor == null ? STATIC : DYNAMIC);
        StringBuilder payee = new StringBuilder();
        put(payee, "00", RUPAY);
        put(payee, "01", payeeVpa);
        put(payee, "02", amount(leastMinor));
        put(text, "26", payee.toString());
        if (reference != null) {
            StringBuilder about = new StringBuilder();
            put(about, "00", RUPAY);
            put(about, "01", reference);
            put(text, "27", about.toString());
        }
        put(text, "52", category);
        put(text, "53", RUPEES);
        put(text, "54", amount(amountMinor));
        put(text, "58", INDIA);
        put(text, "59", name);
        put(text, "60", city);
        put(text, "61", pinCode);
        StringBuilder more = new StringBuilder();
        put(more, "05", reference);
        put(more, "07", terminal);
        put(text, "62", more.isEmpty() ? null : more.toString());
        text.append(CHECK);
        return text.append(checkOf(text)).toString();
    }

    /// Reads a code; null for what is none that is paid by UPI in rupees, or whose check is wrong.
    public static @Nullable BharatQr read(String text) {
        int checked = text.length() - CHECK_DIGITS;
        if (text.length() > LONGEST_TEXT
                || checked < CHECK.length()
                || !text.startsWith(CHECK, checked - CHECK.length())
                || !checkOf(text.substring(0, checked)).equalsIgnoreCase(text.substring(checked))) {
            return null;
        }
        Map<String, String> given = parts(text);
        Map<String, String> payee = given == null ? null : parts(given.getOrDefault("26", ""));
        if (given == null
                || payee == null
                || !"01".equals(given.get("00"))
                || !RUPEES.equals(given.get("53"))
                || !UpiLink.isVpa(payee.getOrDefault("01", ""))
                || !isAmount(payee.get("02"))
                || !isAmount(given.get("54"))) {
            return null;
        }
        Map<String, String> about = parts(given.getOrDefault("27", ""));
        Map<String, String> more = parts(given.getOrDefault("62", ""));
        String reference = about == null ? null : about.get("01");
        if (reference == null && more != null) {
            reference = more.get("05");
        }
        try {
            return new BharatQr(
                    payee.getOrDefault("01", ""),
                    paise(payee.get("02")),
                    reference,
                    given.getOrDefault("52", ""),
                    paise(given.get("54")),
                    given.getOrDefault("59", ""),
                    given.getOrDefault("60", ""),
                    given.get("61"),
                    more == null ? null : more.get("07"));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /// The same as a link, for an app that speaks of links alone.
    public UpiLink link() {
        return new UpiLink(
                payeeVpa,
                name,
                category,
                reference,
                null,
                amountMinor,
                amountMinor == null ? UpiLink.Mode.STATIC_QR : UpiLink.Mode.DYNAMIC_QR);
    }

    /// CRC-16/CCITT-FALSE of a text: polynomial 0x1021, begun with 0xFFFF, nothing reflected.
    ///
    /// @return four digits of base 16
    static String checkOf(CharSequence text) {
        int sum = 0xFFFF;
        for (byte each : text.toString().getBytes(StandardCharsets.UTF_8)) {
            sum ^= (each & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum & 0x8000) == 0 ? sum << 1 : sum << 1 ^ 0x1021;
            }
            sum &= 0xFFFF;
        }
        return HexFormat.of().withUpperCase().toHexDigits((short) sum);
    }

    private static void put(StringBuilder text, String tag, @Nullable String value) {
        if (value == null) {
            return;
        }
        if (value.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException("too long for a BharatQR: " + tag);
        }
        text.append(tag)
                .append(String.format(Locale.ROOT, "%02d", value.length()))
                .append(value);
    }

    /// Tags and values; null where the lengths do not add up or a tag is there twice.
    private static @Nullable Map<String, String> parts(String text) {
        Map<String, String> parts = new TreeMap<>();
        int at = 0;
        while (at < text.length()) {
            if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9]{4}")) {
                return null;
            }
            int end = at + 4 + Integer.parseInt(text.substring(at + 2, at + 4));
            if (end > text.length() || parts.put(text.substring(at, at + 2), text.substring(at + 4, end)) != null) {
                return null;
            }
            at = end;
        }
        return parts;
    }

    private static boolean isAmount(@Nullable String text) {
        return text == null || AMOUNT.matcher(text).matches();
    }

    private static @Nullable Long paise(@Nullable String text) {
        return text == null
                ? null
                : (Long) new BigDecimal(text).movePointRight(PAISE).longValueExact();
    }

    private static @Nullable String amount(@Nullable Long minor) {
        return minor == null ? null : BigDecimal.valueOf(minor, PAISE).toPlainString();
    }

    /// Letters without their accents; what ASCII has no letter for is left out.
    private static String plain(String text, int longest) {
        String ascii = Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("[^\\x20-\\x7E]", "")
                .strip()
                .replaceAll(" {2,}", " ");
        String cut = ascii.length() > longest ? ascii.substring(0, longest).strip() : ascii;
        return cut.isEmpty() ? "NA" : cut;
    }
}
