package io.kosh.cards.internal;

import io.kosh.cards.internal.PrepaidLimits.Rule;
import io.kosh.kernel.Secret;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Whether cards can be used, and recording what their holders have passed.
@Component
final class HolderGates {
    private final Database database;
    private final CardSearches searches;
    private final Cards cards;
    private final KnownHolders holders;
    private final PrepaidLimits limits;
    private final TermsLinks links;
    private final BusinessClock clock;

    HolderGates(
            Database database,
            CardSearches searches,
            Cards cards,
            KnownHolders holders,
            PrepaidLimits limits,
            TermsLinks links,
            BusinessClock clock) {
        this.database = database;
        this.searches = searches;
        this.cards = cards;
        this.holders = holders;
        this.limits = limits;
        this.links = links;
        this.clock = clock;
    }

    /// How it stands with a card.
    ///
    /// @param because  why it cannot be used, null where it can
    /// @param limits   those in force for it now
    /// @param termsUrl where its holder accepts the latest terms, null where that is done
    record Standing(
            Card card,
            @Nullable Unusable because,
            Rule limits,
            @Nullable String termsUrl) {}

    Standing find(CompanyRef company, String cardId) {
        return standing(company, searches.card(company, null, cardId));
    }

    /// How it stands with a card after something was done to it.
    Standing standing(CompanyRef company, Card card) {
        card.requireNumber();
        LocalDate today = clock.today(company.key());
        return new Standing(card, card.unusable(today), limits.forNow(card, today), links.pending(card));
    }

    /// What was learnt of a person.
    ///
    /// @param actor who said so
    record Learnt(Kyc level, @Nullable Secret<String> pan, String actor) {}

    /// Records how well a person of the company is known; gives how well they are known now.
    Kyc know(CompanyRef company, String userId, Learnt learnt) {
        return database.inCompany(company.key(), () -> {
            cards.user(company, userId);
            return holders.record(company.key(), userId, learnt.level(), learnt.pan(), learnt.actor());
        });
    }
}
