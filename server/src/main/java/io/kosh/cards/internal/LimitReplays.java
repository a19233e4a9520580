package io.kosh.cards.internal;

import io.kosh.cards.internal.PastPurchaseStore.PastUse;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/// Tries limits on what a card was used for.
@Component
final class LimitReplays {
    private static final int PART = 2_000;
    private static final int EXAMPLES = 50;

    private final Database database;
    private final CardStore cards;
    private final PastPurchaseStore past;
    private final BusinessClock clock;

    LimitReplays(Database database, CardStore cards, PastPurchaseStore past, BusinessClock clock) {
        this.database = database;
        this.cards = cards;
        this.past = past;
        this.clock = clock;
    }

    /// What limits would have done.
    ///
    /// @param examined       purchases that were asked for
    /// @param declined       those that would have been declined
    /// @param amount         what these asked for, in hundredths
    /// @param declinedAnyway those of them that were declined for other reasons
    /// @param byRule         how many each limit would have declined; several may decline one purchase
    /// @param examples       ids of some of them, oldest first
    record Replay(
            Instant since,
            long examined,
            long declined,
            long amount,
            long declinedAnyway,
            Map<String, Long> byRule,
            List<String> examples) {}

    /// Decides the purchases of the last 30 days anew, as if the limits had been there from their beginning
    /// on. What would have been declined does not count against the limits; of the rest counts what was
    /// neither taken back nor given up.
    Replay replay(CompanyRef company, String cardId, ShadowLimits limits) {
        return database.inCompany(company.key(), () -> {
            Card card = cards.existing(company.key(), cardId);
            Instant since = clock.now(company.key()).minus(PurchaseRules.REPLAYED);
            Instant from = begin(since, limits.limits().keySet());
            Tally tally = new Tally(limits, since);
            List<PastUse> part;
            long last = 0;
            do {
                part = past.usesSince(company.key(), card.key(), from, last, PART);
                for (PastUse each : part) {
                    last = each.number();
                    tally.add(each);
                }
            } while (part.size() == PART);
            return tally.told();
        });
    }

    /// What was used in the first period before the days that are looked at counts in it, too.
    private static Instant begin(Instant since, Collection<SpendLimit> limits) {
        LocalDate first = LocalDate.ofInstant(since, BusinessClock.ZONE);
        Instant begin = since;
        for (SpendLimit limit : limits) {
            Instant start =
                    limit.period().first(first).atStartOfDay(BusinessClock.ZONE).toInstant();
            begin = start.isBefore(begin) ? start : begin;
        }
        return begin;
    }

    private static final class Tally {
        private final ShadowLimits limits;
        private final Instant since;
        private final Map<String, Long> used = new HashMap<>();
        private final Map<String, Long> byRule = new TreeMap<>();
        private final List<String> examples = new ArrayList<>();
        private long examined;
        private long declined;
        private long amount;
        private long declinedAnyway;

        Tally(ShadowLimits limits, Instant since) {
            this.limits = limits;
            this.since = since;
        }

        void add(PastUse use) {
            Long asked = use.asked();
            if (asked != null && !use.at().isBefore(since)) {
                examined++;
                List<String> rules = limits.wouldDecline(
                        use.channel(), asked, limit -> used.getOrDefault(key(limit, use.day()), 0L));
                if (!rules.isEmpty()) {
                    declined++;
                    amount += asked;
                    declinedAnyway += use.declined() ? 1 : 0;
                    rules.forEach(rule -> byRule.merge(rule, 1L, Long::sum));
                    if (examples.size() < EXAMPLES) {
                        examples.add(Authorization.IDS.of(use.number()));
                    }
                    return;
                }
            }
            if (use.counts() > 0) {
                for (SpendLimit limit : SpendLimit.values()) {
                    if (limit.concerns(use.channel())) {
                        used.merge(key(limit, use.day()), limit.of(use.counts()), Long::sum);
                    }
                }
            }
        }

        private static String key(SpendLimit limit, LocalDate day) {
            return limit.field() + "/" + limit.period().of(day);
        }

        Replay told() {
            return new Replay(since, examined, declined, amount, declinedAnyway, byRule, examples);
        }
    }
}
