package io.kosh.loyalty.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Outcome;
import io.kosh.loyalty.internal.Allocations.Allocation;
import io.kosh.loyalty.internal.Burns.Burn;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.webhooks.Announcement;
import io.kosh.webhooks.Announcement.Resource;
import io.kosh.webhooks.EventTypes;
import io.kosh.webhooks.Webhooks;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// What coins tell webhooks, in the transaction of what happened. What happened before and is only repeated is not
/// told again.
@Component
final class CoinNews {
    private static final String ALLOCATED = "coins.allocated";
    private static final String REVERSED = "coins.allocation.reversed";
    private static final String BURN = "coins.burn.";
    private static final String EXPIRED = "coins.expired";
    private static final String CREATED = "coins.configuration.created";
    private static final String CHANGED = "coins.configuration.changed";

    private final Webhooks webhooks;

    CoinNews(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /// The events by name.
    @Configuration(proxyBeanMethods = false)
    static class Types {
        @Bean
        EventTypes coinEventTypes() {
            return new EventTypes(Map.of(
                    ALLOCATED,
                    "A user was given the coins of an event.",
                    REVERSED,
                    "An allocation was taken back.",
                    BURN + "reserved",
                    "Coins of a user were reserved to be spent.",
                    BURN + "committed",
                    "Reserved coins were spent, wholly or in part; the rest went back.",
                    BURN + "released",
                    "Reserved coins went back to the user.",
                    BURN + "timed_out",
                    "A reservation ended by its time, and its coins went back to the user.",
                    EXPIRED,
                    "Coins of a user ended by their day.",
                    CREATED,
                    "A coin configuration was made.",
                    CHANGED,
                    "A coin configuration was changed or deactivated."));
        }
    }

    /// What was newly given in a batch.
    ///
    /// @param inForce the configurations that the batch was planned with, by event
    void allocated(
            CompanyKey company,
            List<Allocation> allocations,
            List<Answer<Outcome.Posted>> answers,
            Map<String, CoinEvent> inForce,
            LocalDate today) {
        List<Announcement> news = new ArrayList<>();
        for (int i = 0; i < allocations.size(); i++) {
            Allocation allocation = allocations.get(i);
            CoinEvent event = inForce.get(allocation.event());
            if (event != null
                    && answers.get(i) instanceof Answer.Done<Outcome.Posted>(Outcome.Posted posted)
                    && !posted.replayed()) {
                Map<String, @Nullable Object> data = new LinkedHashMap<>();
                data.put("requestId", allocation.requestId());
                data.put("userId", allocation.userId());
                data.put("event", allocation.event());
                data.put("coinConfigId", event.id());
                data.put("amount", event.amount());
                Long days = event.rules().expiresAfterDays();
                data.put("expiresOn", days == null ? null : today.plusDays(days).toString());
                data.put("transferId", Long.toString(posted.transfer()));
                news.add(Announcement.of(
                                ALLOCATED,
                                new Resource("coin_allocation", allocation.requestId(), 1, "ALLOCATED", null),
                                data)
                        .askedBy(allocation.askedBy()));
            }
        }
        webhooks.announce(company, news);
    }

    /// An allocation that was newly taken back.
    void reversed(
            CompanyKey company, String requestId, long amount, Map<String, String> detail, Outcome.Posted posted) {
        if (posted.replayed()) {
            return;
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("requestId", requestId);
        data.put("userId", detail.getOrDefault("userId", ""));
        data.put("event", detail.getOrDefault("event", ""));
        data.put("amount", amount);
        data.put("transferId", Long.toString(posted.transfer()));
        webhooks.announce(
                company,
                List.of(Announcement.of(
                        REVERSED, new Resource("coin_allocation", requestId, 2, "REVERSED", "ALLOCATED"), data)));
    }

    /// A burn that newly came into a state.
    ///
    /// @param askedBy the HTTP request that moved it, null where none did
    record Moved(Burn burn, Burns.State state, @Nullable String askedBy) {}

    /// The burns that moved in a batch.
    void burnsMoved(CompanyKey company, List<Moved> moved) {
        webhooks.announce(company, moved.stream().map(CoinNews::burn).toList());
    }

    private static Announcement burn(Moved moved) {
        Burn burn = moved.burn();
        boolean first = moved.state() == Burns.State.RESERVED;
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("burnId", burn.id());
        data.put("userId", burn.userId());
        data.put("amount", burn.amount());
        data.put("committed", first ? 0 : burn.committed());
        data.put("expiresAt", burn.expiresAt().toString());
        return Announcement.of(
                        BURN + moved.state().name().toLowerCase(Locale.ROOT),
                        new Resource(
                                "coin_burn",
                                burn.id(),
                                first ? 1 : 2,
                                moved.state().name(),
                                first ? null : Burns.State.RESERVED.name()),
                        data)
                .askedBy(moved.askedBy());
    }

    /// Coins of a user that were posted as ended by their day.
    record Expired(String userId, long amount, LocalDate expiredOn, Outcome.Posted posted) {}

    void expired(CompanyKey company, List<Expired> expired) {
        List<Announcement> news = new ArrayList<>();
        for (Expired each : expired) {
            if (!each.posted().replayed()) {
                String transfer = Long.toString(each.posted().transfer());
                Map<String, Object> data = new LinkedHashMap<>();
                data.put("userId", each.userId());
                data.put("amount", each.amount());
                data.put("expiredOn", each.expiredOn().toString());
                data.put("transferId", transfer);
                news.add(Announcement.of(EXPIRED, new Resource("coin_expiry", transfer, 1, "EXPIRED", null), data));
            }
        }
        webhooks.announce(company, news);
    }

    /// A configuration as it is after its change with a number.
    ///
    /// @param before null where it is new
    void configured(@Nullable CoinEvent before, CoinEvent after, long number) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("coinConfigId", after.id());
        data.put("configuration", after.configuration().name());
        data.put("event", after.event());
        data.put("amount", after.amount());
        data.put("expiresAfterDays", after.rules().expiresAfterDays());
        data.put("budget", after.rules().budget());
        data.put("dailyUserCap", after.rules().dailyUserCap());
        data.put("active", after.active());
        webhooks.announce(
                after.company(),
                List.of(Announcement.of(
                        before == null ? CREATED : CHANGED,
                        new Resource(
                                "coin_configuration",
                                after.id(),
                                number,
                                state(after),
                                before == null ? null : state(before)),
                        data)));
    }

    private static String state(CoinEvent event) {
        return event.active() ? "ACTIVE" : "INACTIVE";
    }
}
