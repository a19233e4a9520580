package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Ledger.Balance;
import io.kosh.platform.StateCheck;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/// Holds what is promised to cards against the pending accounts of the ledger. The promises are read before and after
/// the ledger, and an account whose promises moved meanwhile is left to the next look.
@Component
final class UnevenPromises implements StateCheck {
    private final PendingPointStore promises;
    private final CardAccountStore accounts;
    private final Ledger ledger;

    UnevenPromises(PendingPointStore promises, CardAccountStore accounts, Ledger ledger) {
        this.promises = promises;
        this.accounts = accounts;
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "cards.uneven-promises";
    }

    @Override
    public List<String> problems(CompanyKey company, Instant now) {
        Map<Long, Long> before = promises.sums(company);
        Map<Long, Long> booked = new HashMap<>();
        for (Balance each : ledger.balances(company, List.of(PointBook.PENDING))) {
            booked.put(each.owner(), each.balance());
        }
        Map<Long, Long> after = promises.sums(company);
        Set<Long> uneven = new TreeSet<>(booked.keySet());
        uneven.addAll(before.keySet());
        uneven.removeIf(key -> {
            long promised = before.getOrDefault(key, 0L);
            return promised == booked.getOrDefault(key, 0L) || promised != after.getOrDefault(key, 0L);
        });
        if (uneven.isEmpty()) {
            return List.of();
        }
        Map<Long, String> names = accounts.names(company, uneven);
        return uneven.stream()
                .map(key -> "the cards of " + names.getOrDefault(key, "the unknown account " + key) + " are promised "
                        + Amounts.decimal(before.getOrDefault(key, 0L)) + ", and "
                        + Amounts.decimal(booked.getOrDefault(key, 0L)) + " are pending in the ledger")
                .toList();
    }
}
