package io.kosh.gateway;

import io.kosh.gateway.Checkout.Choice;
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

/// The documented `paymentDetail` as it was sent, each field null where it was not. A card's number, code
/// and expiry are shown plain by one route and as base64 of their text by another; both are understood
/// everywhere, and no refusal repeats any of them.
///
/// @param form how the route's pages show the fields of a card
public record SentPayment(
        Form form,
        @Nullable String paymentMode,
        @Nullable String bankCode,
        @Nullable String bnplPaymentOptionId,
        @Nullable String vpa,
        @Nullable String cardHolderName,
        @Nullable Secret<String> cardNumber,
        @Nullable Secret<String> cvv,
        @Nullable Secret<String> expiry,
        @Nullable Boolean saveCard,
        @Nullable Secret<String> paymentToken) {

    /// How fields of a card are shown.
    public enum Form {
        PLAIN,
        BASE64
    }

    private static final int LONGEST = 64;
    private static final int LONGEST_HOLDER = 100;
    private static final int LONGEST_SECRET = 128;
    private static final int LONGEST_VPA = 255;
    private static final int CENTURY = 2000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{12,19}");
    private static final Pattern CODE = Pattern.compile("[0-9]{3,4}");
    private static final Pattern EXPIRY = Pattern.compile("(0?[1-9]|1[0-2])\\s*[/-]?\\s*(?:20)?([0-9]{2})");
    private static final Pattern BETWEEN_DIGITS = Pattern.compile("(?<=[0-9])[ -](?=[0-9])");

    /// What other generations of the documents call a mode.
    private static final Map<String, PaymentMode> OTHER_NAMES =
            Map.of("NETBANKING", PaymentMode.NET_BANKING, "BNPL", PaymentMode.PAY_LATER);

    /// A field of a card as it came.
    public static @Nullable Secret<String> secret(@Nullable String text) {
        return text == null || text.isBlank() ? null : new Secret<>(text);
    }

    /// Whether it is a payment by a link or a code: by UPI, and nobody's VPA is named.
    public boolean isLink() {
        return mode() == PaymentMode.UPI && (vpa == null || vpa.isBlank());
    }

    /// What the payer chose; refuses what is wrong, naming the field.
    public Choice choice() {
        PaymentMode mode = mode();
        return switch (mode) {
            case NET_BANKING, WALLET -> new Choice.Bank(mode, Fields.identifier("bankCode", bankCode, LONGEST));
            case PAY_LATER ->
                new Choice.PayLater(Fields.identifier("bnplPaymentOptionId", bnplPaymentOptionId, LONGEST));
            case UPI -> new Choice.Vpa(Fields.text("vpa", vpa, LONGEST_VPA).strip());
            case CREDIT_CARD, DEBIT_CARD, PREPAID_CARD, CORPORATE_CARD ->
                paymentToken == null
                        ? card(mode)
                        : new Choice.SavedCard(
                                mode,
                                Fields.identifier("paymentToken", paymentToken.value(), LONGEST),
                                new Secret<>(opened("cvv", cvv, CODE)));
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

    private Choice card(PaymentMode mode) {
        String number = opened("cardNumber", cardNumber, NUMBER);
        if (!Luhn.holds(number)) {
            throw Fields.invalid("cardNumber", "is not the number of a card");
        }
        return new Choice.Card(
                mode,
                new Secret<>(number),
                month(opened("expiry", expiry, EXPIRY)),
                new Secret<>(opened("cvv", cvv, CODE)),
                Fields.text("cardHolderName", cardHolderName, LONGEST_HOLDER).strip(),
                Boolean.TRUE.equals(saveCard));
    }

    /// The plain text of a field. No text that passes as plain is base64 of one that does: base64 of digits begins with
    /// a letter, and has no stroke after two digits.
    private String opened(String field, @Nullable Secret<String> sent, Pattern plain) {
        String text = Fields.text(field, sent == null ? null : sent.value(), LONGEST_SECRET)
                .strip();
        String bare = bare(text, plain);
        Form found = Form.PLAIN;
        if (bare == null) {
            bare = decoded(text, plain);
            found = Form.BASE64;
        }
        if (bare == null) {
            throw Fields.invalid(field, "must be " + (form == Form.BASE64 ? "base64 of " : "") + what(plain));
        }
        if (found != form) {
            String note = found == Form.PLAIN ? "plain text was taken as base64" : "base64 was taken as plain text";
            CompatNotes.add(field + ": " + note);
        }
        return bare;
    }

    private static @Nullable String decoded(String text, Pattern plain) {
        try {
            return bare(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8).strip(), plain);
        } catch (IllegalArgumentException _) {
            return null;
        }
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

    private static YearMonth month(String text) {
        Matcher found = EXPIRY.matcher(text);
        if (!found.matches()) {
            throw Fields.invalid("expiry", "must be MM/YY");
        }
        return YearMonth.of(CENTURY + Integer.parseInt(found.group(2)), Integer.parseInt(found.group(1)));
    }

    @Override
    public String toString() {
        return "SentPayment[" + paymentMode + "]";
    }
}
