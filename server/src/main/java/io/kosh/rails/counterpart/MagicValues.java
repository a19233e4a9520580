package io.kosh.rails.counterpart;

import io.kosh.kernel.Luhn;
import io.kosh.rails.CardKind;
import io.kosh.rails.CardKind.Scheme;
import io.kosh.rails.SandboxBank.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The values by which the sandbox's acquirer knows what somebody wants to see: the one source of what it does, of the
/// route that lists them and of the page in the guides. What pays counts before how much; whatever is not listed waits
/// for the payer, who decides on a page of the bank or in the app.
final class MagicValues {
    /// The code that every bank of the sandbox sends.
    static final String OTP = "123456";

    private static final String HANDLE = "@kosh";
    private static final int TAIL = 100_00;
    private static final int OUTCOME_FROM = 6;

    private MagicValues() {}

    /// How a payment begins.
    enum Way {
        /// The payer decides on a page, or in the app.
        ASKED,
        /// The merchant's page asks for a code.
        OTP,
        /// Nobody is asked.
        AT_ONCE,
        /// Nobody is asked, and the answer to the platform's call gets lost.
        UNHEARD
    }

    /// What a value stands for.
    ///
    /// @param value as it is given
    record Magic(What what, String value, Way way, Course course) {
        String means() {
            return MagicValues.means(way, course);
        }
    }

    private static String means(Way way, Course course) {
        return switch (way) {
            case ASKED -> "the payer decides on the bank's page";
            case OTP -> "the merchant's page asks for the code; then " + course.meaning();
            case AT_ONCE -> course.meaning();
            case UNHEARD -> "the acquirer's answer gets lost; " + course.meaning();
        };
    }

    enum What {
        VPA,
        CARD,
        BANK,
        WALLET,
        PAY_LATER_OPTION,
        /// The last two digits of the rupees, and the paise.
        AMOUNT_ENDS_IN,
        REFUND_ENDS_IN
    }

    /// What becomes of a refund.
    enum Refunding {
        /// By UPI at once, otherwise a second later.
        USUAL("UPI gives back at once, everything else a second later"),
        SLOW("the bank is at work for 5 seconds"),
        DECLINED("declined: the account is closed"),
        UNHEARD("the acquirer's answer gets lost; given back a second later"),
        NEVER_TOLD("the bank is at work for ever");

        private final String meaning;

        Refunding(String meaning) {
            this.meaning = meaning;
        }
    }

    private static final Magic ASKED = new Magic(What.VPA, "", Way.ASKED, Course.PAID);

    private static final List<Magic> NAMED = List.of(
            vpa("success", Way.AT_ONCE, Course.PAID),
            vpa("failure", Way.AT_ONCE, Course.DECLINED),
            vpa("nofunds", Way.AT_ONCE, Course.NO_FUNDS),
            vpa("wrongpin", Way.AT_ONCE, Course.WRONG_PIN),
            vpa("limit", Way.AT_ONCE, Course.LIMIT),
            vpa("frequency", Way.AT_ONCE, Course.FREQUENCY),
            vpa("toomuch", Way.AT_ONCE, Course.AMOUNT_CAP),
            vpa("pintries", Way.AT_ONCE, Course.PIN_TRIES),
            vpa("risk", Way.AT_ONCE, Course.RISK),
            vpa("notpermitted", Way.AT_ONCE, Course.NOT_PERMITTED),
            vpa("banktimeout", Way.AT_ONCE, Course.TIMED_OUT),
            vpa("deemed", Way.AT_ONCE, Course.DEEMED),
            vpa("expired", Way.AT_ONCE, Course.EXPIRED),
            vpa("slow", Way.AT_ONCE, Course.PAID_SLOWLY),
            vpa("pending", Way.AT_ONCE, Course.NEVER_TOLD),
            vpa("late", Way.AT_ONCE, Course.FAILED_THEN_PAID),
            vpa("half", Way.AT_ONCE, Course.PAID_HALF),
            vpa("timeout", Way.UNHEARD, Course.PAID_SLOWLY),
            vpa("unknown", Way.AT_ONCE, Course.NO_SUCH_VPA),
            new Magic(What.BANK, "KVB", Way.AT_ONCE, Course.PAID),
            new Magic(What.BANK, "DCB", Way.AT_ONCE, Course.PAID_SLOWLY),
            new Magic(What.BANK, "CSB", Way.AT_ONCE, Course.BANK_DOWN),
            new Magic(What.BANK, "NAINITAL", Way.AT_ONCE, Course.FAILED_THEN_PAID),
            new Magic(What.WALLET, "FREECHARGE", Way.AT_ONCE, Course.PAID),
            new Magic(What.WALLET, "OLAMONEY", Way.AT_ONCE, Course.NO_FUNDS),
            new Magic(What.PAY_LATER_OPTION, "OLAPOSTPAID15", Way.AT_ONCE, Course.PAID),
            new Magic(What.PAY_LATER_OPTION, "LAZYPAY15", Way.AT_ONCE, Course.LIMIT));

    private static final List<Magic> AMOUNTS = List.of(
            amount(1, Way.AT_ONCE, Course.PAID),
            amount(2, Way.AT_ONCE, Course.NO_FUNDS),
            amount(3, Way.AT_ONCE, Course.DECLINED),
            amount(4, Way.AT_ONCE, Course.EXPIRED),
            amount(5, Way.AT_ONCE, Course.PAID_SLOWLY),
            amount(6, Way.AT_ONCE, Course.NEVER_TOLD),
            amount(7, Way.AT_ONCE, Course.FAILED_THEN_PAID),
            amount(8, Way.UNHEARD, Course.PAID_SLOWLY),
            amount(9, Way.AT_ONCE, Course.AUTHORISED),
            amount(10, Way.AT_ONCE, Course.RISK),
            amount(11, Way.AT_ONCE, Course.BANK_DOWN),
            amount(12, Way.AT_ONCE, Course.PAID_HALF),
            amount(13, Way.AT_ONCE, Course.FREQUENCY),
            amount(14, Way.AT_ONCE, Course.AMOUNT_CAP),
            amount(15, Way.AT_ONCE, Course.PIN_TRIES),
            amount(16, Way.AT_ONCE, Course.NOT_PERMITTED),
            amount(17, Way.AT_ONCE, Course.TIMED_OUT),
            amount(18, Way.AT_ONCE, Course.DEEMED));

    private static final Map<String, Refunding> REFUNDS = Map.of(
            tail(21), Refunding.DECLINED,
            tail(22), Refunding.SLOW,
            tail(23), Refunding.UNHEARD,
            tail(24), Refunding.NEVER_TOLD);

    /// Where test cards begin, as the list of cards knows them.
    record Range(String first, Scheme scheme, CardKind.Type type, int length) {}

    static final List<Range> RANGES = List.of(
            new Range("652765", Scheme.RUPAY, CardKind.Type.CREDIT, 16),
            new Range("607489", Scheme.RUPAY, CardKind.Type.DEBIT, 16),
            new Range("411111", Scheme.VISA, CardKind.Type.CREDIT, 16),
            new Range("400005", Scheme.VISA, CardKind.Type.DEBIT, 16),
            new Range("401795", Scheme.VISA, CardKind.Type.PREPAID, 16),
            new Range("555555", Scheme.MASTERCARD, CardKind.Type.CREDIT, 16),
            new Range("520082", Scheme.MASTERCARD, CardKind.Type.DEBIT, 16),
            new Range("546616", Scheme.MASTERCARD, CardKind.Type.CORPORATE, 16),
            new Range("378282", Scheme.AMEX, CardKind.Type.CREDIT, 15),
            new Range("305693", Scheme.DINERS, CardKind.Type.CREDIT, 14));

    /// What the four digits behind a range mean.
    enum CardOutcome {
        FRICTIONLESS(1, Way.AT_ONCE, Course.PAID),
        THREE_D_SECURE(2, Way.ASKED, Course.PAID),
        CODE(3, Way.OTP, Course.PAID),
        NO_FUNDS(4, Way.AT_ONCE, Course.NO_FUNDS),
        EXPIRED(5, Way.AT_ONCE, Course.CARD_EXPIRED),
        DECLINED(6, Way.AT_ONCE, Course.DECLINED),
        LATE(7, Way.AT_ONCE, Course.FAILED_THEN_PAID),
        SLOW(8, Way.AT_ONCE, Course.PAID_SLOWLY),
        AUTHORISED(9, Way.AT_ONCE, Course.AUTHORISED),
        UNHEARD(10, Way.UNHEARD, Course.PAID_SLOWLY);

        private final int digits;
        private final Way way;
        private final Course course;

        CardOutcome(int digits, Way way, Course course) {
            this.digits = digits;
            this.way = way;
            this.course = course;
        }

        String meaning() {
            return means(way, course);
        }

        /// The test card of a range with this outcome.
        String number(Range range) {
            String first = range.first() + "%04d".formatted(digits) + "0".repeat(range.length() - OUTCOME_FROM - 5);
            return first + Luhn.checkDigit(first);
        }
    }

    private static final List<Magic> CARDS = RANGES.stream()
            .flatMap(range -> Arrays.stream(CardOutcome.values())
                    .map(each -> new Magic(What.CARD, each.number(range), each.way, each.course)))
            .toList();

    private static final Map<String, Magic> BY_VALUE = index();

    private static Map<String, Magic> index() {
        List<Magic> all = new ArrayList<>(NAMED);
        all.addAll(AMOUNTS);
        all.addAll(CARDS);
        return all.stream()
                .collect(Collectors.toUnmodifiableMap(each -> key(each.what(), each.value()), Function.identity()));
    }

    private static String key(What what, String value) {
        return what + " " + value.toLowerCase(Locale.ROOT);
    }

    private static Magic vpa(String name, Way way, Course course) {
        return new Magic(What.VPA, name + HANDLE, way, course);
    }

    private static Magic amount(int which, Way way, Course course) {
        return new Magic(What.AMOUNT_ENDS_IN, tail(which), way, course);
    }

    private static String tail(int which) {
        return "99.%02d".formatted(which);
    }

    private static String tailOf(long amountMinor) {
        return BigDecimal.valueOf(amountMinor % TAIL, 2).toPlainString();
    }

    /// What is to become of a payment.
    ///
    /// @param with VPA, number of the card, or code
    static Magic of(Kind kind, String with, long amountMinor) {
        What what = switch (kind) {
            case UPI_COLLECT, UPI_LINK -> What.VPA;
            case CARD -> What.CARD;
            case NET_BANKING -> What.BANK;
            case WALLET -> What.WALLET;
            case PAY_LATER -> What.PAY_LATER_OPTION;
        };
        Magic named = BY_VALUE.get(key(what, with));
        if (named != null) {
            return named;
        }
        if (kind == Kind.UPI_COLLECT && name(with) == null) {
            return new Magic(What.VPA, with, Way.AT_ONCE, Course.NO_SUCH_VPA);
        }
        return BY_VALUE.getOrDefault(key(What.AMOUNT_ENDS_IN, tailOf(amountMinor)), ASKED);
    }

    static Refunding ofRefund(long amountMinor) {
        return REFUNDS.getOrDefault(tailOf(amountMinor), Refunding.USUAL);
    }

    /// Whose a VPA is, as its bank would say; null where there is none such: those that begin with `unknown` or
    /// `invalid`.
    static @Nullable String name(String vpa) {
        if (!vpa.matches("[A-Za-z0-9._-]{2,256}@[A-Za-z][A-Za-z0-9]{1,63}")
                || vpa.toLowerCase(Locale.ROOT).matches("(unknown|invalid).*")) {
            return null;
        }
        String name = Arrays.stream(vpa.substring(0, vpa.indexOf('@')).split("[._0-9-]+", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT)
                        + part.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
        return name.isEmpty() ? "Payer" : name;
    }

    /// Every value but the cards.
    static List<Magic> values() {
        List<Magic> all = new ArrayList<>(NAMED);
        all.addAll(AMOUNTS);
        return List.copyOf(all);
    }

    /// How the amounts of refunds end that mean something.
    static Map<String, String> refunds() {
        return REFUNDS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().meaning, (one, _) -> one, LinkedHashMap::new));
    }

    static String usualRefund() {
        return Refunding.USUAL.meaning;
    }
}
