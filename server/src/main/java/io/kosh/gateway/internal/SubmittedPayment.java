package io.kosh.gateway.internal;

import io.kosh.gateway.Checkout.Choice;
import io.kosh.gateway.PaymentMode;
import io.kosh.kernel.Fields;
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

/// What a merchant's server submits to pay with, each null where it is not there. Fields of a card come plain, as the
/// schema shows them, or in base64, as checkout clients send them.
record SubmittedPayment(
        @Nullable String paymentMode,
        @Nullable String bankCode,
        @Nullable String bnplPaymentOptionId,
        @Nullable String vpa,
        @Nullable String cardHolderName,
        @Nullable String cardNumber,
        @Nullable String cvv,
        @Nullable String expiry,
        @Nullable Boolean saveCard,
        @Nullable String paymentToken) {
    private static final int LONGEST = 64;
    private static final int LONGEST_VPA = 255;
    private static final int LONGEST_HOLDER = 100;
    private static final int CENTURY = 2000;
    private static final Pattern BETWEEN_DIGITS = Pattern.compile("(?<=[0-9])[ -](?=[0-9])");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{12,19}");
    private static final Pattern CODE = Pattern.compile("[0-9]{3,4}");
    private static final Pattern EXPIRY = Pattern.compile("(0[1-9]|1[0-2])/(?:20)?([0-9]{2})");

    /// What other generations of the documents call a mode.
    private static final Map<String, PaymentMode> OTHER_NAMES =
            Map.of("NETBANKING", PaymentMode.NET_BANKING, "BNPL", PaymentMode.PAY_LATER);

    /// Whether it is a payment by a link or a code: by UPI, and nobody's VPA is named.
    boolean isLink() {
        return mode() == PaymentMode.UPI && (vpa == null || vpa.isBlank());
    }

    Choice choice() {
        PaymentMode mode = mode();
        return switch (mode) {
            case NET_BANKING, WALLET -> new Choice.Bank(mode, Fields.identifier("bankCode", bankCode, LONGEST));
            case PAY_LATER ->
                new Choice.PayLater(Fields.identifier("bnplPaymentOptionId", bnplPaymentOptionId, LONGEST));
            case UPI -> new Choice.Vpa(Fields.text("vpa", vpa, LONGEST_VPA).strip());
            case CREDIT_CARD, DEBIT_CARD, PREPAID_CARD, CORPORATE_CARD -> {
                Secret<String> code = new Secret<>(opened("cvv", cvv, CODE));
                yield paymentToken == null || paymentToken.isBlank()
                        ? new Choice.Card(
                                mode,
                                new Secret<>(opened("cardNumber", cardNumber, NUMBER)),
                                month(opened("expiry", expiry, EXPIRY)),
                                code,
                                Fields.text("cardHolderName", cardHolderName, LONGEST_HOLDER)
                                        .strip(),
                                Boolean.TRUE.equals(saveCard))
                        : new Choice.SavedCard(mode, Fields.identifier("paymentToken", paymentToken, LONGEST), code);
            }
        };
    }

    private PaymentMode mode() {
        String name = Fields.text("paymentMode", paymentMode, LONGEST).strip().toUpperCase(Locale.ROOT);
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

    /// The plain text of a field. No text that passes as plain is base64 of one that does.
    private static String opened(String field, @Nullable String sent, Pattern plain) {
        String text = bare(Fields.text(field, sent, LONGEST).strip(), plain);
        if (plain.matcher(text).matches()) {
            return text;
        }
        try {
            String decoded = bare(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8).strip(), plain);
            if (plain.matcher(decoded).matches()) {
                CompatNotes.add(field + ": base64 was taken in the place of plain text");
                return decoded;
            }
        } catch (IllegalArgumentException _) {
            // It is neither plain nor base64, which is what is said below.
        }
        throw Fields.invalid(field, "must be " + what(plain));
    }

    private static String bare(String text, Pattern plain) {
        return plain == NUMBER ? BETWEEN_DIGITS.matcher(text).replaceAll("") : text;
    }

    private static String what(Pattern plain) {
        if (plain == NUMBER) {
            return "12 to 19 digits";
        }
        return plain == CODE ? "3 or 4 digits" : "MM/YY";
    }

    private static YearMonth month(String text) {
        Matcher found = EXPIRY.matcher(text);
        if (!found.matches()) {
            throw Fields.invalid("expiry", "must be MM/YY");
        }
        return YearMonth.of(CENTURY + Integer.parseInt(found.group(2)), Integer.parseInt(found.group(1)));
    }

    @Override
    public String toString() {
        return "SubmittedPayment[" + paymentMode + "]";
    }
}
