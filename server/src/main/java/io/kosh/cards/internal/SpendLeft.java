package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.LimitUse;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What cards have left while a batch is decided: as it was before the batch, and what the batch took since.
/// Asked of the database only for those that were declined, or have limits that are tried.
final class SpendLeft {
    private final Ledger ledger;
    private final CompanyKey company;
    private final Map<AccountRef, Long> available = new HashMap<>();
    private final Map<AccountRef, Map<String, Long>> before = new HashMap<>();
    private final Map<AccountRef, Map<String, Long>> taken = new HashMap<>();

    SpendLeft(Ledger ledger, CompanyKey company) {
        this.ledger = ledger;
        this.company = company;
    }

    /// Takes note of what a command that was accepted left on its card, and counted.
    void accepted(Command command, Ledger.@Nullable Line line) {
        if (line != null) {
            available.put(line.account(), line.balance() - line.held());
        }
        List<LimitUse> uses = switch (command) {
            case Command.Hold hold -> hold.limits();
            case Command.Post post -> post.limits();
            case Command.Capture _, Command.Release _ -> List.of();
        };
        for (LimitUse use : uses) {
            taken.computeIfAbsent(use.account(), _ -> new HashMap<>())
                    .merge(key(use.name(), use.period()), use.amount(), Long::sum);
        }
    }

    long available(AccountRef card) {
        return available.computeIfAbsent(card, _ -> {
            AccountView view = ledger.account(company, card);
            return view == null ? 0 : view.available();
        });
    }

    /// What of a limit is left on a day.
    long left(AccountRef card, SpendLimit limit, LocalDate day, long most) {
        return Math.max(0, most - used(card, limit, day));
    }

    /// What was used of a limit on a day.
    long used(AccountRef card, SpendLimit limit, LocalDate day) {
        String key = key(limit.counted(), limit.period().of(day));
        return before.computeIfAbsent(card, _ -> read(card, day)).getOrDefault(key, 0L)
                + taken.getOrDefault(card, Map.of()).getOrDefault(key, 0L);
    }

    private Map<String, Long> read(AccountRef card, LocalDate day) {
        return used(ledger, company, card, day).entrySet().stream()
                .collect(Collectors.toMap(
                        each -> key(
                                each.getKey().counted(), each.getKey().period().of(day)),
                        Map.Entry::getValue));
    }

    private static String key(String name, String period) {
        return name + "/" + period;
    }

    /// What a card has used of each limit on a day, its month and its year.
    static Map<SpendLimit, Long> used(Ledger ledger, CompanyKey company, AccountRef card, LocalDate day) {
        Set<String> periods = Arrays.stream(SpendLimit.Period.values())
                .map(period -> period.of(day))
                .collect(Collectors.toSet());
        Map<SpendLimit, Long> used = new HashMap<>();
        for (Ledger.LimitUsed each : ledger.limitsUsed(company, card, periods)) {
            SpendLimit limit = SpendLimit.counted(each.name());
            if (limit != null && limit.period().of(day).equals(each.period())) {
                used.put(limit, each.used());
            }
        }
        return used;
    }
}
