package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.Checkout.Choice;
import io.kosh.gateway.PaymentMode;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Luhn;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompatNotes;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a payer chose to pay, out of what a client sent. A card's number, code and expiry come as base64 of their text,
/// which hides nothing, or plain; no refusal repeats any of them.
final class ChosenPayment {
    private static final int LONGEST = 64;
    private static final int LONGEST_HOLDER = 100;
    private static final int LONGEST_SECRET = 128;
    private static final int LONGEST_VPA = 255;
    private static final int CENTURY = 2000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{12,19}");
    private static final Pattern CODE = Pattern.compile("[0-9]{3,4}");
    private static final Pattern EXPIRY = Pattern.compile("(0?[1-9]|1[0-2])\\s*[/-]?\\s*(?:20)?([0-9]{2})");
    private static final Pattern BETWEEN_DIGITS = Pattern.compile("[ -]");

    /// What other generations of the documents call a mode.
    private static final Map<String, PaymentMode> OTHER_NAMES =
            Map.of("NETBANKING", PaymentMode.NET_BANKING, "BNPL", PaymentMode.PAY_LATER);

    private ChosenPayment() {}

    /// What was sent, each null where it was not.
    record Sent(
            @Nullable String paymentMode,
            @Nullable String bankCode,
            @Nullable String vpa,
            @Nullable String bnplPaymentOptionId,
            @Nullable Secret<String> cardNumber,
            @Nullable Secret<String> cvv,
            @Nullable Secret<String> expiry,
            @Nullable String cardHolderName,
            @Nullable Boolean saveCard,
            @Nullable Secret<String> paymentToken) {}

    static Choice of(Sent sent) {
        PaymentMode mode = mode(sent.paymentMode());
        return switch (mode) {
            case NET_BANKING, WALLET -> new Choice.Bank(mode, Fields.identifier("bankCode", sent.bankCode(), LONGEST));
            case PAY_LATER ->
                new Choice.PayLater(Fields.identifier("bnplPaymentOptionId", sent.bnplPaymentOptionId(), LONGEST));
            case UPI ->
                new Choice.Vpa(Fields.text("vpa", sent.vpa(), LONGEST_VPA).strip());
            case CREDIT_CARD, DEBIT_CARD, PREPAID_CARD, CORPORATE_CARD ->
                sent.paymentToken() == null ? card(mode, sent) : savedCard(mode, sent, sent.paymentToken());
        };
    }

    private static PaymentMode mode(@Nullable String given) {
        String name = Fields.text("paymentMode", given, LONGEST).strip().toUpperCase(Locale.ROOT);
        PaymentMode other = OTHER_NAMES.get(name);
        if (other != null) {
            CompatNotes.add("paymentMode: " + name + " was taken as " + other);
            return other;
        }
        for (PaymentMode mode : PaymentMode.values()) {
            if (mode.name().equals(name)) {
                return mode;
            }
        }
        throw Fields.invalid("paymentMode", "must be one of the documented modes");
    }

    private static Choice card(PaymentMode mode, Sent sent) {
        String number = opened("cardNumber", sent.cardNumber(), NUMBER);
        if (!Luhn.holds(number)) {
            throw Fields.invalid("cardNumber", "is not the number of a card");
        }
        return new Choice.Card(
                mode,
                new Secret<>(number),
                expiry(opened("expiry", sent.expiry(), EXPIRY)),
                new Secret<>(opened("cvv", sent.cvv(), CODE)),
                Fields.text("cardHolderName", sent.cardHolderName(), LONGEST_HOLDER)
                        .strip(),
                Boolean.TRUE.equals(sent.saveCard()));
    }

    private static Choice savedCard(PaymentMode mode, Sent sent, Secret<String> token) {
        return new Choice.SavedCard(
                mode,
                Fields.identifier("paymentToken", token.value(), LONGEST),
                new Secret<>(opened("cvv", sent.cvv(), CODE)));
    }

    /// The plain text of a field. No text that passes as plain is base64 of one that does: base64 of digits begins with
    /// a letter, and has no stroke after two digits.
    private static String opened(String field, @Nullable Secret<String> sent, Pattern plain) {
        String text = Fields.text(field, sent == null ? null : sent.value(), LONGEST_SECRET)
                .strip();
        String bare = bare(text, plain);
        if (bare != null) {
            CompatNotes.add(field + ": plain text was taken in the place of base64");
            return bare;
        }
        try {
            String decoded = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8).strip();
            String found = bare(decoded, plain);
            if (found != null) {
                return found;
            }
        } catch (IllegalArgumentException _) {
            // It is neither plain nor base64, which is what is said below.
        }
        throw Fields.invalid(field, "must be base64 of " + what(plain));
    }

    private static @Nullable String bare(String text, Pattern plain) {
        String bare = plain == NUMBER ? BETWEEN_DIGITS.matcher(text).replaceAll("") : text;
        return plain.matcher(bare).matches() ? bare : null;
    }

    private static String what(Pattern plain) {
        if (plain == NUMBER) {
            return "12 to 19 digits";
        }
        return plain == CODE ? "3 or 4 digits" : "MM/YY";
    }

    private static YearMonth expiry(String text) {
        Matcher found = EXPIRY.matcher(text);
        if (!found.matches()) {
            throw Fields.invalid("expiry", "must be MM/YY");
        }
        return YearMonth.of(CENTURY + Integer.parseInt(found.group(2)), Integer.parseInt(found.group(1)));
    }
}
