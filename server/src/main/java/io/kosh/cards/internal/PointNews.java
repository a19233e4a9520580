package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.LotExpiries.Ended;
import io.kosh.webhooks.Announcement;
import io.kosh.webhooks.Announcement.Resource;
import io.kosh.webhooks.EventTypes;
import io.kosh.webhooks.Webhooks;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// What the days of points tell webhooks, in the transaction of what happened.
@Component
final class PointNews {
    private static final String STARTED = "points.started";
    private static final String EXPIRING = "points.expiring";
    private static final String EXPIRED = "points.expired";

    private final Webhooks webhooks;

    PointNews(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /// The events by name.
    @Configuration(proxyBeanMethods = false)
    static class Types {
        @Bean
        EventTypes pointEventTypes() {
            return new EventTypes(Map.of(
                    STARTED,
                    "Points that were promised to a card began to count.",
                    EXPIRING,
                    "Points on a card end soon; the holder was told where the account's terms say so.",
                    EXPIRED,
                    "Points on a card ended by their day."));
        }
    }

    /// Promises that were kept.
    ///
    /// @param transfers what started each, by promise
    void started(CompanyKey company, List<PendingPoints> started, Map<Long, Card> whose, Map<Long, Long> transfers) {
        webhooks.announce(
                company,
                started.stream()
                        .map(each -> {
                            String promise = CardTransaction.id(each.transfer());
                            Map<String, @Nullable Object> data =
                                    points(PointStartJob.card(each, whose), each.amount(), each.expiresOn());
                            data.put("enkashCardTxnId", promise);
                            data.put(
                                    "transferId",
                                    Long.toString(Objects.requireNonNull(transfers.get(each.transfer()))));
                            return Announcement.of(
                                    STARTED, new Resource("point_promise", promise, 1, "STARTED", "PENDING"), data);
                        })
                        .toList());
    }

    /// A lot whose notice is due.
    void expiring(CompanyKey company, Card card, long amount, LocalDate expiresOn) {
        webhooks.announce(
                company,
                List.of(Announcement.of(
                        EXPIRING,
                        new Resource("point_lot", card.id() + ":" + expiresOn, 1, "ENDING", null),
                        points(card, amount, expiresOn))));
    }

    /// Lots that ended.
    void expired(CompanyKey company, List<Ended> ended, Map<Long, Card> whose) {
        List<Announcement> news = new ArrayList<>();
        for (Ended each : ended) {
            Card card = whose.get(each.lot().owner());
            if (card != null && !each.posted().replayed()) {
                String transfer = Long.toString(each.posted().transfer());
                Map<String, @Nullable Object> data =
                        points(card, each.amount(), each.lot().expiresOn());
                data.put("transferId", transfer);
                news.add(Announcement.of(EXPIRED, new Resource("point_expiry", transfer, 1, "EXPIRED", null), data));
            }
        }
        webhooks.announce(company, news);
    }

    private static Map<String, @Nullable Object> points(Card card, long amount, @Nullable LocalDate expiresOn) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("enKashCardId", card.id());
        data.put("cardAccountId", card.account().id());
        data.put("userId", card.userId());
        data.put("amount", Amounts.decimal(amount));
        data.put("expiresOn", expiresOn == null ? null : expiresOn.toString());
        return data;
    }
}
