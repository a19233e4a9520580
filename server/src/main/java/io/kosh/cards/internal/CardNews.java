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
    private static final String SUSPENDED = "card_account.suspended";
    private static final String RESUMED = "card_account.resumed";
    private static final String FUNDED = "card_account.funded";
    private static final String UNFUNDED = "card_account.funding.reversed";
    private static final String CREATED = "card.created";
    private static final String ALLOCATED = "points.allocated";
    private static final String UNALLOCATED = "points.unallocated";
    private static final String LOADED = "card.loaded";
    private static final String WITHDRAWN = "card.withdrawn";
    private static final String REPLACED = "card.replaced";
    private static final String PLASTIC = "card.plastic.moved";
    private static final String ACTIVATED = "card.activated";
    private static final String LOCKED = "card.locked";
    private static final String UNLOCKED = "card.unlocked";
    private static final String BLOCKED = "card.blocked";
    private static final String REDEEMED = "points.redeemed";
    private static final String REFUNDED = "points.refunded";

    private final Webhooks webhooks;

    CardNews(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /// The events by name.
    @Configuration(proxyBeanMethods = false)
    static class Types {
        @Bean
        EventTypes cardEventTypes() {
            return new EventTypes(Map.ofEntries(
                    Map.entry(OPENED, "A card account was opened."),
                    Map.entry(SUSPENDED, "A card account was suspended: nothing is spent, given or made under it."),
                    Map.entry(RESUMED, "A card account that was suspended goes on."),
                    Map.entry(FUNDED, "Value was brought into a card account."),
                    Map.entry(UNFUNDED, "A funding of a card account was taken back."),
                    Map.entry(CREATED, "A person was given a card."),
                    Map.entry(ALLOCATED, "Points were moved from an account to a card."),
                    Map.entry(UNALLOCATED, "Points were taken back from a card to its account."),
                    Map.entry(REDEEMED, "A holder spent points of a card."),
                    Map.entry(REFUNDED, "Points that a holder had spent were given back."),
                    Map.entry(LOADED, "Rupees were moved from an account to a card."),
                    Map.entry(WITHDRAWN, "Rupees were taken back from a card to its account."),
                    Map.entry(REPLACED, "A card got a new number."),
                    Map.entry(PLASTIC, "Plastic of a card was ordered, made, sent, activated or cancelled."),
                    Map.entry(ACTIVATED, "A card was activated."),
                    Map.entry(LOCKED, "A card was locked; it can be unlocked."),
                    Map.entry(UNLOCKED, "A card was unlocked."),
                    Map.entry(BLOCKED, "A card was blocked for good.")));
        }
    }

    void opened(CompanyKey company, CardAccount account) {
        Resource resource =
                new Resource("card_account", account.id(), 1, account.state().name(), null);
        webhooks.announce(company, List.of(Announcement.of(OPENED, resource, account(account))));
    }

    private static Map<String, @Nullable Object> account(CardAccount account) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("cardAccountId", account.id());
        data.put("accountType", account.type().name());
        data.put("accountTitle", account.title());
        return data;
    }

    /// An account came from one state into another.
    void accountMoved(CompanyKey company, CardAccount account, CardAccountMove move) {
        Map<String, @Nullable Object> data = account(account);
        data.put("reason", move.reason());
        Resource resource = new Resource(
                "card_account",
                account.id(),
                move.place(),
                move.to().name(),
                move.from().name());
        String type = move.to() == CardAccountState.ACTIVE ? RESUMED : SUSPENDED;
        webhooks.announce(company, List.of(Announcement.of(type, resource, data)));
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

    /// A card has a new number.
    ///
    /// @param which how many numbers it has had
    void replaced(CompanyKey company, Card card, long which) {
        webhooks.announce(
                company,
                List.of(Announcement.of(
                        REPLACED, new Resource("card_number", card.id(), which, "REPLACED", null), card(card))));
    }

    /// Plastic was ordered, or is somewhere else.
    ///
    /// @param from null where it was ordered now
    void plasticMoved(CompanyKey company, Card card, PlasticOrder order, @Nullable PlasticState from) {
        Resource resource = new Resource(
                "card_plastic",
                Long.toString(order.key()),
                order.step(),
                order.state().name(),
                from == null ? null : from.name());
        webhooks.announce(company, List.of(Announcement.of(PLASTIC, resource, card(card))));
    }

    /// A card came from one state into another.
    ///
    /// @param place of the move among what happened to the card's state, which begins with its making
    void changed(CompanyKey company, Card card, CardState from, int place, @Nullable String reason) {
        String type = switch (card.state()) {
            case ACTIVE -> from == CardState.LOCKED ? UNLOCKED : ACTIVATED;
            case LOCKED -> LOCKED;
            case BLOCKED -> BLOCKED;
            case ACTIVATING -> throw new IllegalStateException("no card goes back to being activated");
        };
        Map<String, @Nullable Object> data = card(card);
        data.put("blockCode", card.state().code());
        data.put("reason", reason);
        Resource resource = new Resource("card", card.id(), place, card.state().name(), from.name());
        webhooks.announce(company, List.of(Announcement.of(type, resource, data)));
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
        String type = switch (done.type()) {
            case REDEEM_POINT -> REDEEMED;
            case REFUND -> REFUNDED;
            case ALLOCATE_POINT -> ALLOCATED;
            case UNALLOCATE_POINT -> UNALLOCATED;
            default -> done.credit() ? LOADED : WITHDRAWN;
        };
        return Announcement.of(type, new Resource("card_transaction", done.id(), 1, "CREATED", null), data);
    }
}
