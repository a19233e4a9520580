package io.kosh.gateway.internal;

import io.kosh.gateway.CheckoutOrder.Options;
import io.kosh.kernel.Hundredths;
import io.kosh.kernel.Refusal;
import io.kosh.platform.ShippedLines;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What one payment by UPI may be at most, as dated data. Asked before the rail, so that no payer is sent to an app
/// that will refuse.
@Component
final class UpiLimits {
    private static final String RESOURCE = "/io/kosh/gateway/upi-limits.csv";
    private static final String ANY = "*";
    private static final int FIELDS = 3;

    private final List<Rule> rules =
            ShippedLines.of(UpiLimits.class, RESOURCE).stream().map(Rule::read).toList();

    /// @param kind null for every kind that has no rule of its own
    /// @param most in paise
    record Rule(LocalDate from, @Nullable UpiMerchant kind, long most) {
        static Rule read(String line) {
            String[] fields = line.split(",", -1);
            if (fields.length != FIELDS) {
                throw new IllegalArgumentException("not a limit: " + line);
            }
            return new Rule(
                    LocalDate.parse(fields[0]),
                    fields[1].equals(ANY) ? null : UpiMerchant.valueOf(fields[1]),
                    Hundredths.of("most", new BigDecimal(fields[2]), BigDecimal.ONE, Hundredths.MOST));
        }

        private boolean isStronger(Rule than) {
            boolean own = kind != null;
            boolean others = than.kind != null;
            return own == others ? from.isAfter(than.from) : own;
        }
    }

    /// In paise.
    long most(UpiMerchant kind, LocalDate day) {
        Rule best = null;
        for (Rule rule : rules) {
            boolean fits = !rule.from().isAfter(day) && (rule.kind() == null || rule.kind() == kind);
            if (fits && (best == null || rule.isStronger(best))) {
                best = rule;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no limit of UPI is in force on " + day);
        }
        return best.most();
    }

    /// Refuses what is above the limit.
    ///
    /// @param total what the payer would pay, in paise
    void check(MerchantProfile merchant, long total, LocalDate day) {
        long most = most(merchant.upiMerchant(), day);
        if (total > most) {
            throw Refusal.ofField(
                    GatewayError.UPI_LIMIT,
                    "amount",
                    "at most " + Hundredths.full(most).toPlainString() + " rupees can be paid by UPI at once");
        }
    }

    /// What may be chosen without UPI where that is above the limit.
    Options within(Options options, MerchantProfile merchant, long total, LocalDate day) {
        long most = most(merchant.upiMerchant(), day);
        return options.upi() && total > most ? options.withoutUpi(most) : options;
    }
}
