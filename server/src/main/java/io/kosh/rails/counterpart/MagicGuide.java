package io.kosh.rails.counterpart;

import io.kosh.rails.counterpart.MagicValues.CardOutcome;
import io.kosh.rails.counterpart.MagicValues.Magic;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The page of the guides that lists what to pay with in a sandbox, made from the catalogue. A test holds the committed
/// page to it.
final class MagicGuide {
    private MagicGuide() {}

    static String markdown() {
        StringBuilder page = new StringBuilder("""
                # What to pay with in a sandbox

                With these values the sandbox's acquirer ends a payment as somebody wants to see it. This page is made
                from the catalogue that `GET /sandbox/magic-values/catalogue` answers. With anything else the payer
                decides: on the page of a bank, a wallet or a lender that the payment leads to, in 3-D Secure, or in the
                UPI app at `/sandbox/upi-app`. What pays counts before how much. Every bank sends the code `%s`: its
                page shows it, and one that a merchant's page asks for is in the inbox, `/sandbox/inbox`. After three
                wrong ones the payment is declined. A VPA that begins with `unknown` or `invalid` is nobody's. A payment
                that only an account may make whose number ends in `0000` is declined.

                | what | value | what happens | code by UPI / else |
                |---|---|---|---|
                """.formatted(MagicValues.OTP));
        for (Magic each : MagicValues.values()) {
            page.append("| %s | `%s` | %s | %s |%n"
                    .formatted(
                            each.what().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            each.value(),
                            each.means(),
                            each.course().codes()));
        }
        page.append("""

                ## Refunds

                By the end of the refund's amount; otherwise %s. Never more goes back than was paid.

                | amount ends in | what happens |
                |---|---|
                """.formatted(MagicValues.usualRefund()));
        MagicValues.refunds().forEach((end, meaning) -> page.append("| `%s` | %s |%n".formatted(end, meaning)));
        page.append("""

                ## Cards

                Any name, any code, any month that has not passed.

                | card | %s |
                |---|%s|
                """.formatted(
                Arrays.stream(CardOutcome.values()).map(CardOutcome::meaning).collect(Collectors.joining(" | ")),
                "---|".repeat(CardOutcome.values().length - 1) + "---"));
        MagicValues.RANGES.forEach(range -> page.append("| %s %s | %s |%n"
                .formatted(
                        range.scheme(),
                        range.type().name().toLowerCase(Locale.ROOT),
                        Arrays.stream(CardOutcome.values())
                                .map(each -> "`" + each.number(range) + "`")
                                .collect(Collectors.joining(" | ")))));
        return page.toString();
    }
}
