package io.kosh.cards.internal;

import io.kosh.cards.CardAuthorizations.CardName;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.RoundTrip;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Cards as those read them who decide whether they may pay: with their controls.
@Component
final class SpendingCardStore {
    private final CardControlStore controls;

    SpendingCardStore(CardControlStore controls) {
        this.controls = controls;
    }

    /// A card and what it may do.
    record Controlled(Card card, SpendControls controls) {}

    /// Cards by their names; they are there when the trip was made, unknown ones left out.
    Map<CardName, Controlled> find(RoundTrip trip, CompanyKey company, Collection<CardName> names) {
        Map<CardName, Controlled> found = new HashMap<>();
        if (names.isEmpty()) {
            return found;
        }
        String[] tokens = names.stream()
                .map(name -> name instanceof CardName.ByToken(String token) ? token : "")
                .toArray(String[]::new);
        String[] ids = names.stream()
                .map(name -> name instanceof CardName.ById(String id) ? id : "")
                .toArray(String[]::new);
        trip.read(
                "select " + CardControlStore.COLUMNS + ", " + CardStore.columns() + """
                from cards.card
                join cards.card_account as account on account.company_id = card.company_id
                    and account.id = card.account_id
                left join cards.card_control as control on control.company_id = card.company_id
                    and control.card_id = card.id
                where card.company_id = ? and (card.token = any(?) or card.public_id = any(?))""",
                row -> {
                    Card card = CardStore.card(row, CardControlStore.COUNT);
                    Controlled controlled = new Controlled(card, controls.controls(row, 0));
                    found.put(new CardName.ByToken(card.token()), controlled);
                    found.put(new CardName.ById(card.id()), controlled);
                },
                company.value(),
                tokens,
                ids);
        return found;
    }
}
