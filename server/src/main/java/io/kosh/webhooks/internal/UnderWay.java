package io.kosh.webhooks.internal;

import io.kosh.kernel.CompanyKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/// What this server sends at the moment, and how much more it may take: bounded for each endpoint, each company and in
/// all, so that receivers that hang keep nobody else waiting.
@Component
final class UnderWay {
    /// The last quarter of the places is kept from endpoints that fail.
    private static final double FOR_ALL = 0.75;

    private final WebhookSettings settings;
    private final Map<CompanyKey, Map<Long, Integer>> taken = new HashMap<>();
    private final Set<CompanyKey> more = new HashSet<>();
    private int total;

    UnderWay(WebhookSettings settings) {
        this.settings = settings;
    }

    /// How much of a company may be taken now.
    synchronized DeliveryStore.Room room(CompanyKey company) {
        Map<Long, Integer> own = Map.copyOf(taken.getOrDefault(company, Map.of()));
        int most = Math.min(settings.underWay() - total, settings.perCompany() - sum(own));
        if (most <= 0) {
            more.add(company);
        }
        int failing = total < settings.underWay() * FOR_ALL ? 1 : 0;
        return new DeliveryStore.Room(own, settings.perEndpoint(), failing, Math.max(0, most));
    }

    private static int sum(Map<Long, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Takes a place where there is one.
    synchronized boolean tryBegin(CompanyKey company, long endpoint) {
        Map<Long, Integer> own = taken.getOrDefault(company, Map.of());
        if (total >= settings.underWay()
                || sum(own) >= settings.perCompany()
                || own.getOrDefault(endpoint, 0) >= settings.perEndpoint()) {
            return false;
        }
        total++;
        taken.computeIfAbsent(company, _ -> new HashMap<>()).merge(endpoint, 1, Integer::sum);
        return true;
    }

    /// Takes a place for each of some deliveries that there is one for, and waits until there is one for any. Returns
    /// those that have a place: none where none came free in time.
    synchronized List<Delivery> begin(CompanyKey company, List<Delivery> wanted, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            List<Delivery> begun = wanted.stream()
                    .filter(each -> tryBegin(company, each.endpoint()))
                    .toList();
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (!begun.isEmpty() || left <= 0) {
                return begun;
            }
            wait(left);
        }
    }

    /// There may be more of the company than could be taken.
    synchronized void leftSome(CompanyKey company) {
        more.add(company);
    }

    /// Whether the company should be looked at again now.
    synchronized boolean end(CompanyKey company, long endpoint) {
        total--;
        notifyAll();
        Map<Long, Integer> own = taken.getOrDefault(company, new HashMap<>());
        own.computeIfPresent(endpoint, (_, count) -> count == 1 ? null : count - 1);
        if (own.isEmpty()) {
            taken.remove(company);
        }
        boolean room = own.getOrDefault(endpoint, 0) <= settings.perEndpoint() / 2
                && sum(own) <= settings.perCompany() * FOR_ALL;
        return room && more.remove(company);
    }

    synchronized int total() {
        return total;
    }
}
