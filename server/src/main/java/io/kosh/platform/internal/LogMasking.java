package io.kosh.platform.internal;

import io.kosh.kernel.Luhn;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The last wall between secrets and the logs: whatever looks like a card number, a bearer or basic credential or a
/// named secret leaves as `***`. Code does not log such values in the first place.
final class LogMasking {
    private static final String MASK = "***";
    private static final int SHORTEST_CARD = 13;
    private static final int LONGEST_CARD = 19;

    private static final String ESCAPED_BLANK = "%20";

    /// Digits with single blanks, also as addresses have them, or hyphens between them.
    private static final Pattern DIGITS =
            Pattern.compile("(?<![0-9A-Za-z.])[0-9](?:(?:[ +-]|" + ESCAPED_BLANK + ")?[0-9]){12,18}(?![0-9A-Za-z])");

    private static final Pattern CREDENTIAL = Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9+/=._~-]{8,}");

    /// What is named like a secret: quoted, quoted within a quoted text, in a form, or bare. An escaped quote does
    /// not end a value, and where the text ends before the quote does, all the rest is the value. In a form,
    /// right behind `=`, a comma does not end it either.
    private static final Pattern NAMED = Pattern.compile("""
            (?isx) ( \\b[a-z_]* (?:password|secret(?:_?key)?|token|otp|mfa_?code|cvv|pin(?:_?block)?|docno|card_?number|voucher_?code|view_?link)
                (?:\\\\*["'])? \\s*[=:]\\s* )
            (?: "(?:[^"\\\\]|\\\\.)*+ "?
              | '[^']*+ '?
              | (\\\\+["]) (?:(?! (?<!\\\\)\\2 ) .)*+
              | (?<==) [^\\s"&]+
              | [^\\s"',;&}]+ )""");

    /// The code of a one-time password; other things are called code too, and are not six digits between quotes.
    private static final Pattern ONE_TIME_CODE = Pattern.compile("(\"code\"\\s*:\\s*)\"[0-9]{6}\"");

    private LogMasking() {}

    static @Nullable String mask(@Nullable String text) {
        if (text == null || text.length() < 5) {
            return text;
        }
        String masked = text;
        if (mayHold(text, "bearer") || mayHold(text, "basic")) {
            masked = CREDENTIAL.matcher(masked).replaceAll("$1 " + MASK);
        }
        if (masked.indexOf('=') >= 0 || masked.indexOf(':') >= 0) {
            masked = NAMED.matcher(masked).replaceAll("$1" + MASK);
            masked = ONE_TIME_CODE.matcher(masked).replaceAll("$1\"" + MASK + "\"");
        }
        if (digits(masked) < SHORTEST_CARD) {
            return masked;
        }
        return DIGITS.matcher(masked)
                .replaceAll(found -> isCard(found.group().replace(ESCAPED_BLANK, ""))
                        ? MASK
                        : Matcher.quoteReplacement(found.group()));
    }

    private static boolean mayHold(String text, String word) {
        for (int at = 0; at <= text.length() - word.length(); at++) {
            if ((text.charAt(at) | 0x20) == word.charAt(0) && text.regionMatches(true, at, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }

    private static int digits(String text) {
        int count = 0;
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (letter >= '0' && letter <= '9') {
                count++;
            }
        }
        return count;
    }

    private static boolean isCard(String run) {
        StringBuilder digits = new StringBuilder(run.length());
        run.chars().filter(letter -> letter >= '0' && letter <= '9').forEach(digit -> digits.append((char) digit));
        return digits.length() >= SHORTEST_CARD && digits.length() <= LONGEST_CARD && Luhn.holds(digits);
    }
}
