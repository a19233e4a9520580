package io.kosh.cards.internal;

import io.kosh.cards.internal.PointLots.Given;
import io.kosh.cards.internal.PointTerms.Life;
import io.kosh.kernel.CompanyKey;
import io.kosh.webhooks.Announcement;
import io.kosh.webhooks.Announcement.Resource;
import io.kosh.webhooks.EventTypes;
import io.kosh.webhooks.Webhooks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// What cards tell webhooks, in the transaction of what happened. A repetition is not told again.
@Component
final class CardNews {
    private static final String OPENED = "card_account.created";
    private static final String FUNDED = "card_account.funded";
    private static final String UNFUNDED = "card_account.funding.reversed";
    private static final String CREATED = "card.created";
    private static final String ALLOCATED = "points.allocated";
    private static final String UNALLOCATED = "points.unallocated";

    private final Webhooks webhooks;

    CardNews(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /// The events by name.
    @Configuration(proxyBeanMethods = false)
    static class Types {
        @Bean
        EventTypes cardEventTypes() {
            return new EventTypes(Map.of(
                    OPENED,
                    "A card account was opened.",
                    FUNDED,
                    "Value was brought into a card account.",
                    UNFUNDED,
                    "A funding of a card account was taken back.",
                    CREATED,
                    "A person was given a card.",
                    ALLOCATED,
                    "Points were moved from an account to a card.",
                    UNALLOCATED,
                    "Points were taken back from a card to its account."));
        }
    }

    void opened(CompanyKey company, CardAccount account) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("cardAccountId", account.id());
        data.put("accountType", account.type().name());
        data.put("accountTitle", account.title());
        webhooks.announce(
                company,
                List.of(Announcement.of(OPENED, new Resource("card_account", account.id(), 1, "OPEN", null), data)));
    }

    void issued(CompanyKey company, List<Card> cards) {
        webhooks.announce(
                company,
                cards.stream()
                        .map(card -> Announcement.of(
                                CREATED,
                                new Resource("card", card.id(), 1, card.state().name(), null),
                                card(card)))
                        .toList());
    }

    private static Map<String, @Nullable Object> card(Card card) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("enKashCardId", card.id());
        data.put("cardAccountId", card.account().id());
        data.put("userId", card.userId());
        data.put("maskedNumber", card.maskedNumber());
        return data;
    }

    void funded(CompanyKey company, Fundings.Funding funding, boolean reversal) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("cardAccountId", funding.account().id());
        data.put("reference", funding.reference());
        data.put("amount", Amounts.decimal(funding.amount()));
        data.put("availableBalance", Amounts.decimal(funding.available()));
        data.put("transferId", Long.toString(funding.transfer()));
        webhooks.announce(
                company,
                List.of(Announcement.of(
                        reversal ? UNFUNDED : FUNDED,
                        new Resource(
                                "card_funding",
                                funding.reference(),
                                reversal ? 2 : 1,
                                reversal ? "REVERSED" : "FUNDED",
                                reversal ? "FUNDED" : null),
                        data)));
    }

    /// Movements that are new.
    ///
    /// @param given the days of points that were given, in the same order
    void moved(CompanyKey company, List<CardTransaction> done, List<Given> given) {
        List<Announcement> news = new ArrayList<>(done.size());
        for (int i = 0; i < done.size(); i++) {
            news.add(movement(done.get(i), given.get(i).life()));
        }
        webhooks.announce(company, news);
    }

    private static Announcement movement(CardTransaction done, Life life) {
        Map<String, @Nullable Object> data = card(done.card());
        data.put("enkashCardTxnId", done.id());
        data.put("pgReferenceNumber", done.reference());
        data.put("type", done.type().name());
        data.put("amount", Amounts.decimal(done.amount()));
        data.put("otbBalance", Amounts.decimal(done.cardBalance()));
        if (life.startsOn() != null) {
            data.put("startsOn", life.startsOn().toString());
        }
        if (life.expiresOn() != null) {
            data.put("expiresOn", life.expiresOn().toString());
        }
        data.put("transferId", Long.toString(done.transfer()));
        String type = done.credit() ? ALLOCATED : UNALLOCATED;
        return Announcement.of(type, new Resource("card_transaction", done.id(), 1, "CREATED", null), data);
    }
}
