package io.kosh.cards.internal;

import io.kosh.cards.PurchaseChannel;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.LimitUse;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The documented limits of a card that count over a time. Each is counted where nothing limits it, too,
/// because a limit may come in the middle of a day. Days, months and years are those of India.
enum SpendLimit {
    DTD("dtd", Period.DAY, false, null),
    MTD("mtd", Period.MONTH, false, null),
    YTD("ytd", Period.YEAR, false, null),
    DTD_COUNT("dtdCount", Period.DAY, true, null),
    MTD_COUNT("mtdCount", Period.MONTH, true, null),
    YTD_COUNT("ytdCount", Period.YEAR, true, null),
    POS_DAILY("posDailyLimit", Period.DAY, false, PurchaseChannel.POS),
    POS_DAILY_COUNT("posDailyLimitCount", Period.DAY, true, PurchaseChannel.POS),
    ECOM_DAILY("ecomDailyLimit", Period.DAY, false, PurchaseChannel.ONLINE),
    ECOM_DAILY_COUNT("ecomDailyLimitCount", Period.DAY, true, PurchaseChannel.ONLINE),
    CONTACTLESS_DAILY("contactlessDailyLimit", Period.DAY, false, PurchaseChannel.CONTACTLESS),
    CONTACTLESS_DAILY_COUNT("contactlessDailyLimitCount", Period.DAY, true, PurchaseChannel.CONTACTLESS);

    private static final String COUNTED = "cards.spend:";

    /// The time over which a limit counts.
    enum Period {
        DAY,
        MONTH,
        YEAR;

        String of(LocalDate day) {
            return switch (this) {
                case DAY -> day.toString();
                case MONTH -> YearMonth.from(day).toString();
                case YEAR -> Integer.toString(day.getYear());
            };
        }

        /// The first day of the period that a day is in.
        LocalDate first(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case MONTH -> day.withDayOfMonth(1);
                case YEAR -> day.withDayOfYear(1);
            };
        }

        /// The first day after the period that a day is in.
        LocalDate next(LocalDate day) {
            return switch (this) {
                case DAY -> day.plusDays(1);
                case MONTH -> YearMonth.from(day).plusMonths(1).atDay(1);
                case YEAR -> LocalDate.of(day.getYear() + 1, 1, 1);
            };
        }
    }

    private final String field;
    private final Period period;
    private final boolean counts;
    private final @Nullable PurchaseChannel channel;

    SpendLimit(String field, Period period, boolean counts, @Nullable PurchaseChannel channel) {
        this.field = field;
        this.period = period;
        this.counts = counts;
        this.channel = channel;
    }

    /// As the pages call it.
    String field() {
        return field;
    }

    Period period() {
        return period;
    }

    /// Whether it is a number of times; else an amount.
    boolean counts() {
        return counts;
    }

    /// What of it a purchase uses.
    long of(long amount) {
        return counts ? 1 : amount;
    }

    /// The ledger's name for it.
    String counted() {
        return COUNTED + field;
    }

    /// The limit that the ledger calls so, null where it is none of these.
    static @Nullable SpendLimit counted(String name) {
        for (SpendLimit limit : values()) {
            if (limit.counted().equals(name)) {
                return limit;
            }
        }
        return null;
    }

    boolean concerns(PurchaseChannel by) {
        return channel == null || channel == by;
    }

    /// What spending counts against.
    ///
    /// @param limits the most of each limit that there is; null for those that stop nothing
    static List<LimitUse> uses(
            AccountRef card, PurchaseChannel by, long amount, LocalDate day, @Nullable Map<SpendLimit, Long> limits) {
        List<LimitUse> uses = new ArrayList<>();
        for (SpendLimit limit : values()) {
            if (limit.concerns(by)) {
                Long set = limits == null ? null : limits.get(limit);
                long most = set == null ? Long.MAX_VALUE : set;
                String period = limit.period.of(day);
                uses.add(
                        limit.counts
                                ? LimitUse.once(card, limit.counted(), period, most)
                                : new LimitUse(card, limit.counted(), period, amount, most));
            }
        }
        return uses;
    }

    /// What is given back of what was counted on a day.
    ///
    /// @param whole whether nothing is left of the purchase, so that it is no time any more
    static List<LimitUse> givenBack(AccountRef card, PurchaseChannel by, long amount, LocalDate day, boolean whole) {
        List<LimitUse> uses = new ArrayList<>();
        for (SpendLimit limit : values()) {
            if (limit.concerns(by) && (whole || !limit.counts)) {
                long less = limit.counts ? -1 : -amount;
                uses.add(new LimitUse(card, limit.counted(), limit.period.of(day), less, Long.MAX_VALUE));
            }
        }
        return uses;
    }
}
