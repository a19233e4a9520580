package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.Checkout.Choice;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.PaymentMode;
import io.kosh.kernel.Luhn;
import io.kosh.kernel.Secret;
import io.kosh.rails.CardKind;
import io.kosh.rails.UpiLink;
import java.time.YearMonth;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The form of one way to pay, as a browser sent it. What was typed of a card leaves here as [Secret] only.
final class PayForm {
    private static final Pattern EXPIRY = Pattern.compile("(0[1-9]|1[0-2]) ?/ ?(?:20)?([0-9]{2})");
    private static final int CENTURY = 2000;
    private static final int LONGEST = 64;
    private static final int BIN = 8;
    private static final int MOST_YEARS_AHEAD = 30;

    private final Checkout checkout;
    private final CheckoutOrder order;
    private final Map<String, String> given;

    PayForm(Checkout checkout, CheckoutOrder order, Map<String, String> given) {
        this.checkout = checkout;
        this.order = order;
        this.given = given;
    }

    /// What is wrong with a field.
    ///
    /// @param way   whose form it is in
    /// @param field its name
    /// @param text  the key of the sentence beside it, behind `pay.wrong.`
    record Problem(String way, String field, String text) {}

    /// What came of a form.
    sealed interface Read {
        record Good(Choice choice) implements Read {}

        record Bad(Problem problem) implements Read {}
    }

    Read read() {
        String way = text("way");
        return switch (way) {
            case "upi" -> vpa();
            case "card" -> card();
            case "bank" -> listed(way, "bank", PaymentMode.NET_BANKING);
            case "wallet" -> listed(way, "wallet", PaymentMode.WALLET);
            case "later" -> {
                String option = text("option");
                yield order.options().payLater().stream()
                                .anyMatch(each -> each.id().equals(option))
                        ? new Read.Good(new Choice.PayLater(option))
                        : bad(way, "option", "option");
            }
            default -> bad("", "way", "way");
        };
    }

    private Read listed(String way, String field, PaymentMode mode) {
        String code = text(field);
        boolean there = mode == PaymentMode.WALLET
                ? order.options().wallets().stream()
                        .anyMatch(each -> each.code().equals(code))
                : order.options().banks().stream().anyMatch(each -> each.code().equals(code));
        return there ? new Read.Good(new Choice.Bank(mode, code)) : bad(way, field, field);
    }

    private Read vpa() {
        String vpa = text("vpa");
        return UpiLink.isVpa(vpa) ? new Read.Good(new Choice.Vpa(vpa)) : bad("upi", "vpa", "vpa");
    }

    private Read card() {
        String number = text("cardNumber").replaceAll("[ -]", "");
        if (!number.matches("[0-9]{12,19}") || !Luhn.holds(number)) {
            return bad("card", "cardNumber", "number");
        }
        CardKind kind = checkout.kindOf(number.substring(0, BIN));
        if (kind == null) {
            return bad("card", "cardNumber", "unknown");
        }
        PaymentMode mode = PaymentMode.of(kind.type());
        if (!CheckoutView.Ways.takes(order, mode, kind.scheme())) {
            return bad("card", "cardNumber", "taken");
        }
        YearMonth expiry = expiry(text("expiry"));
        if (expiry == null) {
            return bad("card", "expiry", "expiry");
        }
        YearMonth now = YearMonth.from(order.today());
        if (expiry.isBefore(now)) {
            return bad("card", "expiry", "expired");
        }
        if (expiry.isAfter(now.plusYears(MOST_YEARS_AHEAD))) {
            return bad("card", "expiry", "expiry");
        }
        String code = text("cvv");
        if (!code.matches(kind.scheme() == CardKind.Scheme.AMEX ? "[0-9]{4}" : "[0-9]{3}")) {
            return bad("card", "cvv", kind.scheme() == CardKind.Scheme.AMEX ? "cvv.four" : "cvv");
        }
        String holder = text("cardHolderName");
        if (holder.isEmpty()) {
            return bad("card", "cardHolderName", "holder");
        }
        return new Read.Good(new Choice.Card(mode, new Secret<>(number), expiry, new Secret<>(code), holder, false));
    }

    static @Nullable YearMonth expiry(String text) {
        Matcher found = EXPIRY.matcher(text);
        return found.matches()
                ? YearMonth.of(CENTURY + Integer.parseInt(found.group(2)), Integer.parseInt(found.group(1)))
                : null;
    }

    private String text(String name) {
        String value = Objects.requireNonNullElse(given.get(name), "").strip();
        return value.length() > LONGEST ? "" : value;
    }

    private static Read bad(String way, String field, String text) {
        return new Read.Bad(new Problem(way, field, text));
    }
}
