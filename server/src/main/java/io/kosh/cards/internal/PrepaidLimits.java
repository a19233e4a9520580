package io.kosh.cards.internal;

import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.LimitUse;
import io.kosh.platform.ShippedLines;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The limits of prepaid instruments, as dated data. What is loaded counts under the lock of the card's account in the
/// ledger; what is on the card is compared there, too, so that both hold whoever loads at the same time.
final class PrepaidLimits {
    private static final String RESOURCE = "/io/kosh/cards/prepaid-limits.csv";
    private static final String ANY = "*";
    private static final String GATE = "cards.gate";
    private static final String BALANCE = "cards.balance";
    private static final String MONTH = "cards.load-month";
    private static final String YEAR = "cards.load-year";
    private static final int FIELDS = 7;

    private final List<Rule> rules;
    private final long firstLoad;

    /// @param firstLoad what may be on a card whose holder has not passed the gates, in hundredths
    PrepaidLimits(List<Rule> rules, long firstLoad) {
        this.rules = rules;
        this.firstLoad = firstLoad;
    }

    /// Amounts in hundredths, null for no limit.
    ///
    /// @param type    null for every type that has no rule of its own
    /// @param kyc     null for any
    /// @param balance what may be on the card
    /// @param month   what may be loaded in a month in India
    /// @param year    what may be loaded in an Indian financial year, from April to March
    /// @param cash    whether any of it may be paid out in cash
    record Rule(
            LocalDate from,
            @Nullable AccountType type,
            @Nullable Kyc kyc,
            @Nullable Long balance,
            @Nullable Long month,
            @Nullable Long year,
            boolean cash) {
        static Rule read(String line) {
            String[] fields = line.split(",", -1);
            if (fields.length != FIELDS) {
                throw new IllegalArgumentException("not a limit: " + line);
            }
            return new Rule(
                    LocalDate.parse(fields[0]),
                    fields[1].equals(ANY) ? null : AccountType.valueOf(fields[1]),
                    fields[2].equals(ANY) ? null : Kyc.valueOf(fields[2]),
                    amount(fields[3]),
                    amount(fields[4]),
                    amount(fields[5]),
                    yes(fields[6]));
        }

        private static boolean yes(String word) {
            return switch (word) {
                case "yes" -> true;
                case "no" -> false;
                default -> throw new IllegalArgumentException("neither yes nor no: " + word);
            };
        }

        private static @Nullable Long amount(String rupees) {
            return rupees.isEmpty() ? null : Amounts.minor("limit", new BigDecimal(rupees));
        }

        /// What it is called where it declines cash.
        private String ofCash() {
            return "cash:" + (type != null ? type : kyc != null ? kyc : ANY);
        }

        boolean fits(AccountType asked, Kyc known, LocalDate day) {
            return !from.isAfter(day) && (type == null || type == asked) && (kyc == null || kyc == known);
        }
    }

    /// The rules that ship with the program.
    static List<Rule> shipped() {
        return read(ShippedLines.of(PrepaidLimits.class, RESOURCE));
    }

    static List<Rule> read(List<String> lines) {
        return lines.stream().map(Rule::read).toList();
    }

    /// The rule that counts for a card on a day: one of the type before one for every type, then the newest. Somebody
    /// who is not known has the limits of the least known.
    Rule inForce(AccountType type, Kyc kyc, LocalDate day) {
        Kyc known = kyc.atLeast(Kyc.MINIMUM);
        Rule best = null;
        for (Rule rule : rules) {
            if (rule.fits(type, known, day) && (best == null || stronger(rule, best))) {
                best = rule;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no limit of prepaid cards is in force on " + day + " for " + type);
        }
        return best;
    }

    /// What counts for a card now: its rule, or less on the card while its holder has not passed the gates.
    Rule forNow(Card card, LocalDate today) {
        Rule rule = inForce(card.account().type(), card.gates().kyc(), today);
        return isGated(card)
                ? new Rule(rule.from(), rule.type(), rule.kyc(), firstLoad, rule.month(), rule.year(), rule.cash())
                : rule;
    }

    /// The name of the rule that lets a card pay out no cash; null where it may.
    @Nullable
    String noCash(Card card, LocalDate today) {
        Rule rule = inForce(card.account().type(), card.gates().kyc(), today);
        return rule.cash() ? null : rule.ofCash();
    }

    private static boolean stronger(Rule rule, Rule than) {
        boolean own = rule.type() != null;
        boolean others = than.type() != null;
        return own == others ? !rule.from().isBefore(than.from()) : own;
    }

    /// What a load has to keep; nothing where points are given. A month and a year are counted where nothing limits
    /// them, too, because a rule may come later.
    List<LimitUse> ofLoad(Card card, long amount, LocalDate today) {
        if (!card.hasNumber()) {
            return List.of();
        }
        Rule rule = forNow(card, today);
        AccountRef account = card.ledgerAccount();
        return List.of(
                new LimitUse(account, MONTH, YearMonth.from(today).toString(), amount, most(rule.month())),
                new LimitUse(account, YEAR, financialYear(today), amount, most(rule.year())),
                LimitUse.ofBalance(account, isGated(card) ? GATE : BALANCE, most(rule.balance())));
    }

    /// A gift is filled before anybody has it, and only then.
    private static boolean isGated(Card card) {
        return card.gate() != null && card.account().type() != AccountType.GIFT;
    }

    private static long most(@Nullable Long limit) {
        return limit == null ? Long.MAX_VALUE : limit;
    }

    static String financialYear(LocalDate day) {
        return "FY" + (day.getMonthValue() < Month.APRIL.getValue() ? day.getYear() - 1 : day.getYear());
    }

    /// Why a load was refused, with the limit.
    ///
    /// @param limit the name that the ledger refused by
    Refusal refusal(Card card, String limit, LocalDate today) {
        Rule rule = inForce(card.account().type(), card.gates().kyc(), today);
        return switch (limit) {
            case MONTH ->
                Refusal.of(
                        CardError.CARD_MONTHLY_LOAD_LIMIT,
                        "At most " + rupees(rule.month()) + " rupees may be loaded onto the card in a month");
            case YEAR ->
                Refusal.of(
                        CardError.CARD_YEARLY_LOAD_LIMIT,
                        "At most " + rupees(rule.year()) + " rupees may be loaded onto the card in a financial year");
            case BALANCE ->
                Refusal.of(
                        CardError.CARD_BALANCE_LIMIT,
                        "At most " + rupees(rule.balance()) + " rupees may be on the card");
            case GATE ->
                Refusal.of(
                        CardError.CARD_GATE_LIMIT,
                        "At most " + rupees(firstLoad)
                                + " rupees may be on the card until KYC is done and the terms are accepted");
            default -> throw new IllegalStateException("no load asked for the limit " + limit);
        };
    }

    private static String rupees(@Nullable Long limit) {
        return Amounts.decimal(most(limit)).toPlainString();
    }
}
