package io.kosh.cards.internal;

import io.kosh.cards.internal.CardStore.Named;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.RoundTrip;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds the cards that requests mean, for all of them at once.
@Component
final class Holders {
    private final CardAccountStore accounts;
    private final CardStore cards;

    Holders(CardAccountStore accounts, CardStore cards) {
        this.accounts = accounts;
        this.cards = cards;
    }

    /// Adds what has to be read to a trip; what it found is there when the trip was made. Where a mobile is given,
    /// the holder is looked for by that alone.
    Found look(RoundTrip trip, CompanyKey company, List<PointMove> moves) {
        return look(trip, company, moves, false);
    }

    /// As [#look], and by the email, too, where a mobile is given.
    Found lookTwice(RoundTrip trip, CompanyKey company, List<PointMove> moves) {
        return look(trip, company, moves, true);
    }

    private Found look(RoundTrip trip, CompanyKey company, List<PointMove> moves, boolean both) {
        Set<String> accountIds = new HashSet<>();
        Set<String> cardIds = new HashSet<>();
        Set<Named> mobiles = new HashSet<>();
        Set<Named> emails = new HashSet<>();
        for (PointMove move : moves) {
            String account = move.accountId();
            if (account != null) {
                accountIds.add(account);
            }
            if (move.cardId() != null) {
                cardIds.add(move.cardId());
            } else if (account != null) {
                String mobile = move.holder().mobile();
                String email = move.holder().email();
                if (mobile != null) {
                    mobiles.add(Named.mobile(account, mobile));
                }
                if (email != null && (mobile == null || both)) {
                    emails.add(Named.email(account, email));
                }
            }
        }
        return new Found(
                accountIds.isEmpty() ? Map.of() : accounts.known(trip, company, accountIds),
                cardIds.isEmpty() ? Map.of() : cards.byId(trip, company, cardIds),
                mobiles.isEmpty() ? Map.of() : cards.byMobile(trip, company, mobiles),
                emails.isEmpty() ? Map.of() : cards.byEmail(trip, company, emails));
    }

    /// What was found.
    record Found(
            Map<String, Card.Account> accounts,
            Map<String, Card> byId,
            Map<Named, Card> byMobile,
            Map<Named, Card> byEmail) {

        /// The card that a request means, null where its holder has none yet.
        @Nullable
        Card orNull(PointMove move) {
            Card card = move.cardId() == null ? named(move) : byId(move, move.cardId());
            if (card == null) {
                return null;
            }
            requirePoints(card.account());
            if (!move.holder().fits(card.holder())) {
                throw differs();
            }
            if (move.onlyNew()) {
                throw Refusal.of(CardError.CARD_HOLDER_EXISTS, "the holder has a card already: " + card.id());
            }
            return card;
        }

        /// The card that a request means.
        Card card(PointMove move) {
            Card card = orNull(move);
            if (card == null) {
                throw Refusal.of(
                        CardError.CARD_HOLDER_UNKNOWN,
                        "nobody with this " + (move.holder().mobile() == null ? "email" : "mobile")
                                + " holds a card of the account " + move.accountId());
            }
            return card;
        }

        private Card byId(PointMove move, String cardId) {
            Card card = byId.get(cardId);
            String account = move.accountId();
            if (account != null && !accounts.containsKey(account)) {
                throw CardAccount.unknown(move.companyId(), account);
            }
            if (card == null
                    || (account != null && !account.equals(card.account().id()))) {
                throw Card.unknown(cardId);
            }
            return card;
        }

        private @Nullable Card named(PointMove move) {
            String id = Fields.present("cardAccountId", move.accountId());
            Card.Account account = accounts.get(id);
            if (account == null) {
                throw CardAccount.unknown(move.companyId(), id);
            }
            requirePoints(account);
            String mobile = move.holder().mobile();
            String email = move.holder().email();
            Card ofMobile = mobile == null ? null : byMobile.get(Named.mobile(id, mobile));
            if (ofMobile != null || email == null) {
                return ofMobile;
            }
            return byEmail.get(Named.email(id, email));
        }

        private static void requirePoints(Card.Account account) {
            if (!account.countsPoints()) {
                throw Refusal.ofField(
                        CardError.CARD_ACCOUNT_NOT_POINTS,
                        "cardAccountId",
                        "the account " + account.id() + " counts rupees, not points");
            }
        }
    }

    /// What was said of a holder belongs to two people.
    static Refusal differs() {
        return Refusal.of(CardError.CARD_HOLDER_DIFFERS, "the mobile or email is not that of the card's holder");
    }
}
