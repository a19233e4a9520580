package io.kosh.cards.internal;

import io.kosh.cards.PurchaseChannel;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Ledger;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a card may still spend, and why no more.
@Component
final class RemainingLimits {
    static final String BALANCE = "balance";

    private final Database database;
    private final CardStore cards;
    private final CardControlStore controls;
    private final PrepaidLimits prepaid;
    private final Ledger ledger;
    private final BusinessClock clock;

    RemainingLimits(
            Database database,
            CardStore cards,
            CardControlStore controls,
            PrepaidLimits prepaid,
            Ledger ledger,
            BusinessClock clock) {
        this.database = database;
        this.cards = cards;
        this.controls = controls;
        this.prepaid = prepaid;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// What is left of a limit.
    ///
    /// @param most     the limit, null where nothing limits it
    /// @param left     null where nothing limits it
    /// @param resetsAt when it begins anew
    record Left(
            SpendLimit limit,
            @Nullable Long most,
            long used,
            @Nullable Long left,
            Instant resetsAt) {}

    /// What one purchase by a channel may be.
    ///
    /// @param most    in hundredths, 0 where none may be
    /// @param binding the rule that says so
    record ByChannel(PurchaseChannel channel, long most, String binding) {}

    /// @param unusable why the card cannot be used at all, null where it can
    record Remaining(
            Card card,
            long available,
            @Nullable Unusable unusable,
            @Nullable Long perTransaction,
            List<Left> limits,
            List<ByChannel> channels) {}

    Remaining of(CompanyKey company, String cardId) {
        return database.inCompany(company, () -> {
            Card card = cards.existing(company, cardId);
            CardControlStore.Kept kept = controls.find(company, card.key());
            SpendControls allowed = kept == null ? SpendControls.USUAL : kept.controls();
            LocalDate today = clock.today(company);
            AccountView view = ledger.account(company, card.ledgerAccount());
            long available = view == null ? 0 : view.available();
            List<Left> limits = limits(allowed, SpendLeft.used(ledger, company, card.ledgerAccount(), today), today);
            Unusable unusable = card.unusable(today);
            String noCash = prepaid.noCash(card, today);
            List<ByChannel> channels = new ArrayList<>();
            for (PurchaseChannel channel : PurchaseChannel.values()) {
                channels.add(
                        unusable == null
                                ? binding(channel, allowed, noCash, new Has(available, limits))
                                : new ByChannel(channel, 0, unusable.name()));
            }
            return new Remaining(card, available, unusable, allowed.perTransaction(), limits, channels);
        });
    }

    private static List<Left> limits(SpendControls allowed, Map<SpendLimit, Long> counted, LocalDate today) {
        List<Left> limits = new ArrayList<>();
        for (SpendLimit limit : SpendLimit.values()) {
            Long most = allowed.limits().get(limit);
            long used = counted.getOrDefault(limit, 0L);
            Instant resets =
                    limit.period().next(today).atStartOfDay(BusinessClock.ZONE).toInstant();
            limits.add(new Left(limit, most, used, most == null ? null : Math.max(0, most - used), resets));
        }
        return limits;
    }

    /// What a card has: on it, and of its limits.
    record Has(long available, List<Left> limits) {}

    /// The rule that lets through the least; of several, the first in the order in which they are asked.
    ///
    /// @param noCash the rule by which nothing is paid out in cash, null where there is none
    static ByChannel binding(PurchaseChannel channel, SpendControls allowed, @Nullable String noCash, Has has) {
        if (!allowed.allows(channel)) {
            return new ByChannel(channel, 0, SpendControls.switchOf(channel));
        }
        if (noCash != null && channel == PurchaseChannel.ATM) {
            return new ByChannel(channel, 0, noCash);
        }
        ByChannel least = new ByChannel(channel, Math.max(0, has.available()), BALANCE);
        Long one = allowed.perTransaction();
        if (one != null && one < least.most()) {
            least = new ByChannel(channel, one, SpendControls.PER_TRANSACTION);
        }
        for (Left each : has.limits()) {
            Long left = each.left();
            if (left != null && each.limit().concerns(channel)) {
                boolean spent = each.limit().counts() && left == 0;
                if (spent || (!each.limit().counts() && left < least.most())) {
                    least = new ByChannel(
                            channel, spent ? 0 : left, each.limit().field());
                }
            }
        }
        return least;
    }
}
