package io.kosh.sandbox.internal;

import io.kosh.platform.IndianNumbers;
import io.kosh.sandbox.internal.SwipeTerminal.Exchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came of a swipe, as the page shows it. Of the card's number the middle is hidden, of what only the
/// holder knows everything.
///
/// @param code      of the answer, empty where there was none
/// @param good      whether it was approved
/// @param reason    why not, in a word of the API; empty where it was
/// @param rule      the rule that refused, empty where the reason says all
/// @param left      what the rule would have let through, empty where it does not say
/// @param amount    in rupees: what was approved where that is less than was asked for, else what was
///                  asked for
/// @param available what the card has after it, empty where the answer does not say
/// @param id        of the authorisation, empty where there is none
record SwipeResult(
        String code,
        boolean good,
        String reason,
        String rule,
        String left,
        String amount,
        String available,
        String id,
        String took,
        Sheet asked,
        @Nullable Sheet answer) {
    private static final String COUNT = "COUNT_LIMIT";
    private static final String HIDDEN = "•••";

    /// The messages, the asking one first. Public for the template, which finds nothing else.
    public List<Sheet> sheets() {
        Sheet got = answer;
        return got == null ? List.of(asked) : List.of(asked, got);
    }

    /// A message, element by element.
    record Sheet(String type, List<Line> lines) {}

    record Line(String element, String value) {}

    static SwipeResult of(Exchange exchange) {
        TerminalMessage answer = exchange.answer();
        Sheet asked = sheet(exchange.asked());
        String took = String.format(Locale.ROOT, "%.1f ms", exchange.took().toNanos() / 1_000_000.0);
        if (answer == null) {
            return new SwipeResult(
                    "", false, "", "", "", rupees(exchange.asked().text(4)), "", "", took, asked, null);
        }
        Map<String, String> more = parts(answer.text(48));
        String code = text(answer, 39);
        String reason = text(answer, 44);
        return new SwipeResult(
                code,
                code.equals("00") || code.equals("10"),
                reason,
                more.getOrDefault("71", ""),
                left(reason, more.get("72")),
                rupees(answer.text(4)),
                available(answer.text(54)),
                more.getOrDefault("70", ""),
                took,
                asked,
                sheet(answer));
    }

    private static String text(TerminalMessage message, int element) {
        String value = message.text(element);
        return value == null ? "" : value.strip();
    }

    private static String left(String reason, @Nullable String left) {
        if (left == null) {
            return "";
        }
        return reason.equals(COUNT) ? left : IndianNumbers.amount(Long.parseLong(left), 2);
    }

    private static String rupees(@Nullable String paise) {
        return paise == null ? "" : IndianNumbers.amount(Long.parseLong(paise), 2);
    }

    /// The last amount of data element 54: a sign and twelve digits.
    private static String available(@Nullable String balances) {
        if (balances == null || balances.length() < 20) {
            return "";
        }
        String last = balances.substring(balances.length() - 13);
        return (last.startsWith("D") ? "-" : "") + rupees(last.substring(1));
    }

    /// The parts of data element 48.
    private static Map<String, String> parts(@Nullable String text) {
        Map<String, String> parts = new LinkedHashMap<>();
        int at = 0;
        while (text != null && at + 4 <= text.length()) {
            int end = Math.min(text.length(), at + 4 + Integer.parseInt(text, at + 2, at + 4, 10));
            parts.put(text.substring(at, at + 2), text.substring(at + 4, end));
            at = end;
        }
        return parts;
    }

    private static Sheet sheet(TerminalMessage message) {
        List<Line> lines = new ArrayList<>();
        message.elements().forEach((element, value) -> lines.add(new Line(element.toString(), shown(element, value))));
        return new Sheet(message.type(), lines);
    }

    private static String shown(int element, String value) {
        return switch (element) {
            case 2 -> value.substring(0, 6) + "X".repeat(value.length() - 8) + value.substring(value.length() - 2);
            case 52 -> HIDDEN;
            case 48 -> privateData(value);
            default -> value.strip();
        };
    }

    private static String privateData(String value) {
        List<String> shown = new ArrayList<>();
        parts(value).forEach((name, part) -> shown.add(name + " = " + (name.equals("92") ? HIDDEN : part)));
        return String.join(", ", shown);
    }
}
