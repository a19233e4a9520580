package io.kosh.cards.internal;

import io.kosh.cards.RewardPoints;
import io.kosh.cards.internal.PointLots.Given;
import io.kosh.cards.internal.PointTerms.Life;
import io.kosh.identity.Identity;
import io.kosh.identity.User;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The door: points are held on the card, and move to what holders have spent.
@Component
final class SpentPoints implements RewardPoints {
    /// The code of these movements.
    private static final String REDEMPTION = "REDEMPTION";

    private final CardStore cards;
    private final PointsCardStore pointsCards;
    private final CardTransactionStore transactions;
    private final Identity identity;
    private final Ledger ledger;
    private final RoundTrips trips;
    private final PointNotices notices;
    private final CardNews news;

    SpentPoints(
            CardStore cards,
            PointsCardStore pointsCards,
            CardTransactionStore transactions,
            Identity identity,
            Ledger ledger,
            RoundTrips trips,
            PointNotices notices,
            CardNews news) {
        this.cards = cards;
        this.pointsCards = pointsCards;
        this.transactions = transactions;
        this.identity = identity;
        this.ledger = ledger;
        this.trips = trips;
        this.notices = notices;
        this.news = news;
    }

    @Override
    public List<PointsCard> cardsOf(CompanyKey company, String userId) {
        return pointsCards.activeOf(company, userId).stream()
                .map(card -> pointsCard(company, card))
                .toList();
    }

    @Override
    public @Nullable PointsCard card(CompanyKey company, String cardId) {
        Card card = cards.find(company, cardId);
        return card == null || !card.account().countsPoints() || card.state() != CardState.ACTIVE
                ? null
                : pointsCard(company, card);
    }

    private PointsCard pointsCard(CompanyKey company, Card card) {
        return new PointsCard(
                card.id(),
                card.account().id(),
                card.userId(),
                card.maskedNumber(),
                available(company, card.ledgerAccount()));
    }

    private long available(CompanyKey company, AccountRef account) {
        AccountView view = ledger.account(company, account);
        return view == null ? 0 : view.available();
    }

    @Override
    public List<String> holders(CompanyKey company, String email) {
        return pointsCards.holders(company, email);
    }

    @Override
    public long reserve(CompanyKey company, Reservation reservation) {
        Card card = existing(company, reservation.cardId());
        card.requireActive();
        card.account().requireActive();
        User holder = identity.findUser(company, card.userId());
        if (holder == null || !holder.isActive()) {
            throw card.holderInactive();
        }
        CardBook book = card.account().book();
        Leg leg = Leg.of(card.ledgerAccount(), book.spentOf(card.account().key()), reservation.amount());
        return posted(ledger.post(
                        company,
                        new Command.Hold(
                                new SourceKey("points.redeem", reservation.reference()),
                                card.id() + '\n' + reservation.amount(),
                                book.spend(),
                                List.of(leg),
                                detail(card, reservation.reference()),
                                reservation.dueAt())))
                .transfer();
    }

    @Override
    public void spend(CompanyKey company, long hold, Reservation reserved, long amount, String remarks) {
        Card card = existing(company, reserved.cardId());
        Outcome.Posted posted = posted(ledger.post(
                company,
                new Command.Capture(
                        new SourceKey("points.redeem-capture", Long.toString(hold)),
                        Long.toString(amount),
                        hold,
                        List.of(amount),
                        detail(card, reserved.reference()))));
        if (!posted.replayed()) {
            keep(
                    company,
                    new CardTransaction(
                            posted.transfer(),
                            card,
                            MovementType.REDEEM_POINT,
                            false,
                            amount,
                            available(company, card.ledgerAccount()),
                            available(
                                    company,
                                    card.account()
                                            .book()
                                            .accountOf(card.account().key())),
                            reserved.reference(),
                            REDEMPTION,
                            remarks,
                            posted.recordedAt()));
        }
    }

    private void keep(CompanyKey company, CardTransaction done) {
        RoundTrip writes = trips.begin();
        transactions.insert(writes, company, List.of(done));
        writes.send();
        news.moved(
                company, List.of(done), List.of(new Given(done.transfer(), done.card(), done.amount(), Life.FOR_EVER)));
    }

    @Override
    public void release(CompanyKey company, long hold) {
        posted(ledger.post(
                company,
                new Command.Release(new SourceKey("points.redeem-release", Long.toString(hold)), "", hold, false)));
    }

    @Override
    public void giveBack(CompanyKey company, long hold, Reservation spent, Return part, String remarks) {
        Card card = existing(company, spent.cardId());
        List<Leg> legs = legs(card, ledger.captured(company, hold), part);
        Outcome.Posted posted = posted(ledger.post(
                company,
                new Command.Post(
                        new SourceKey("points.refund", hold + ":" + part.number()),
                        Long.toString(part.amount()),
                        PointBook.REFUND,
                        legs,
                        List.of(),
                        detail(card, spent.reference()),
                        false)));
        if (!posted.replayed()) {
            keep(
                    company,
                    new CardTransaction(
                            posted.transfer(),
                            card,
                            MovementType.REFUND,
                            true,
                            part.amount(),
                            available(company, card.ledgerAccount()),
                            0,
                            spent.reference(),
                            REDEMPTION,
                            remarks,
                            posted.recordedAt()));
            Set<LocalDate> lots = new LinkedHashSet<>();
            for (Leg leg : legs) {
                LocalDate day = leg.expiresOn();
                if (day != null) {
                    lots.add(day);
                }
            }
            if (!lots.isEmpty()) {
                notices.cameBack(company, card, lots, part.endedUntil());
            }
        }
    }

    /// From the last that was taken to the first, less what came back already. A lot that has ended would end what
    /// comes back in the moment in which it comes, so that counts a while longer.
    private static List<Leg> legs(Card card, List<Ledger.Captured> taken, Return part) {
        AccountRef spent = card.account().book().spentOf(card.account().key());
        List<Leg> legs = new ArrayList<>();
        long before = part.before();
        long left = part.amount();
        for (Ledger.Captured lot : taken.reversed()) {
            long there = Math.max(0, lot.amount() - before);
            before = Math.max(0, before - lot.amount());
            long back = Math.min(there, left);
            if (back > 0) {
                LocalDate day = lot.expiresOn();
                legs.add(Leg.of(spent, card.ledgerAccount(), back)
                        .expiringOn(day == null || day.isAfter(part.today()) ? day : part.endedUntil()));
                left -= back;
            }
        }
        if (left > 0) {
            throw new IllegalStateException("more is to be given back than was spent");
        }
        return legs;
    }

    private Card existing(CompanyKey company, String cardId) {
        Card card = cards.find(company, cardId);
        if (card == null || !card.account().countsPoints()) {
            throw Card.unknown(cardId);
        }
        return card;
    }

    private static Map<String, String> detail(Card card, String reference) {
        return Map.of(
                "cardAccountId", card.account().id(),
                "enKashCardId", card.id(),
                "userId", card.userId(),
                "reference", reference);
    }

    /// A hold that is captured or released is one that we made: whatever else the ledger says is our own fault.
    private static Outcome.Posted posted(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Posted posted -> posted;
            case Outcome.Refused refused -> throw MovementPoster.refusal(refused, "reference");
        };
    }
}
