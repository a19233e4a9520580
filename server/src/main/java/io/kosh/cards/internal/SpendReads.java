package io.kosh.cards.internal;

import io.kosh.cards.CardAuthorizations.CardName;
import io.kosh.cards.CardAuthorizations.Original;
import io.kosh.cards.internal.AuthorizationStore.Known;
import io.kosh.cards.internal.SpendingCardStore.Controlled;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads all that a batch of messages is decided by, in one trip.
@Component
final class SpendReads {
    private final AuthorizationStore authorizations;
    private final SpendingCardStore cards;
    private final ReplacedNumberStore replaced;
    private final PurchaseRuleStore rules;
    private final BusinessClock clock;
    private final RoundTrips trips;

    SpendReads(
            AuthorizationStore authorizations,
            SpendingCardStore cards,
            ReplacedNumberStore replaced,
            PurchaseRuleStore rules,
            BusinessClock clock,
            RoundTrips trips) {
        this.authorizations = authorizations;
        this.cards = cards;
        this.replaced = replaced;
        this.rules = rules;
        this.clock = clock;
        this.trips = trips;
    }

    /// What a batch is decided by.
    ///
    /// @param known      what stands under the sources, by their hashes
    /// @param cards      by name
    /// @param replaced   the keys of the cards that later messages name by a number of before, by its token
    /// @param originals  the authorisations that later messages name, locked; they change as the batch
    ///                   goes on
    /// @param categories the company's own
    /// @param numbers    for what is to be kept: two for each message
    record Read(
            Map<UUID, Known> known,
            Map<CardName, Controlled> cards,
            Map<String, Long> replaced,
            Map<Long, Authorization> originals,
            List<PurchaseRule> rules,
            List<CategoryRule> categories,
            Iterator<Long> numbers,
            Instant now,
            LocalDate today) {

        /// The key of the card that a later message names, also by a number that it had before.
        @Nullable
        Long card(CardName name) {
            Controlled found = cards.get(name);
            if (found != null) {
                return found.card().key();
            }
            return name instanceof CardName.ByToken(String token) ? replaced.get(token) : null;
        }

        @Nullable
        Authorization original(Original named) {
            Long number = switch (named) {
                case Original.ById(String id) -> Authorization.IDS.number(id);
                case Original.BySource(String source) -> numberOf(source);
            };
            return number == null ? null : originals.get(number);
        }

        private @Nullable Long numberOf(String source) {
            for (Authorization each : originals.values()) {
                if (each.source().equals(source)) {
                    return each.number();
                }
            }
            return null;
        }
    }

    /// In the batch's transaction. Where a message comes after an authorisation, the batch before is waited
    /// for, because it may have changed it.
    Read read(CompanyKey company, List<SpendAsk> asks) {
        Set<CardName> named = new HashSet<>();
        Set<Original> after = new HashSet<>();
        Set<UUID> sources = new HashSet<>();
        Set<String> laterTokens = new HashSet<>();
        boolean decides = false;
        for (SpendAsk ask : asks) {
            sources.add(AuthorizationStore.hash(ask.source()));
            switch (ask) {
                case SpendAsk.Pay pay -> {
                    named.add(pay.purchase().card());
                    decides |= pay.kind() != Authorization.Kind.ADVICE;
                }
                case SpendAsk.Later later -> {
                    after.add(later.original());
                    if (later.original() instanceof Original.BySource(String source)) {
                        sources.add(AuthorizationStore.hash(source));
                    }
                    CardName card = later.card();
                    if (card != null) {
                        named.add(card);
                    }
                    if (card instanceof CardName.ByToken(String token)) {
                        laterTokens.add(token);
                    }
                }
            }
        }
        if (!after.isEmpty()) {
            trips.awaitTurn();
        }
        RoundTrip trip = trips.begin();
        // The locks first: what stands under the sources is read when they are held.
        List<Authorization> locked = after.isEmpty() ? List.of() : authorizations.lock(trip, company, after);
        Map<UUID, Known> known = authorizations.known(trip, company, sources);
        Map<CardName, Controlled> found = cards.find(trip, company, named);
        Map<String, Long> before = replaced.cards(trip, company, laterTokens);
        List<PurchaseRule> deciding = decides ? rules.deciding(trip, company) : List.of();
        List<CategoryRule> categories = decides ? rules.categories(trip, company) : List.of();
        List<Long> numbers = authorizations.numbers(trip, 2 * asks.size());
        trip.send();
        Map<Long, Authorization> originals = new HashMap<>();
        locked.forEach(each -> originals.put(each.number(), each));
        Instant now = clock.now(company).truncatedTo(ChronoUnit.MICROS);
        return new Read(
                known,
                found,
                before,
                originals,
                deciding,
                categories,
                numbers.iterator(),
                now,
                LocalDate.ofInstant(now, BusinessClock.ZONE));
    }
}
