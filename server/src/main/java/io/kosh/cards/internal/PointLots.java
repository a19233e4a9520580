package io.kosh.cards.internal;

import io.kosh.cards.internal.ExpiryNoticeStore.Notice;
import io.kosh.cards.internal.PointTerms.Life;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Leg;
import io.kosh.ledger.PostingTemplate;
import io.kosh.platform.RoundTrip;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/// How points with a first or a last day are given, and what is kept beside the transfer.
@Component
final class PointLots {
    private final PendingPointStore pending;
    private final ExpiryNoticeStore notices;

    PointLots(PendingPointStore pending, ExpiryNoticeStore notices) {
        this.pending = pending;
        this.notices = notices;
    }

    /// How an amount is given to a card.
    record Giving(PostingTemplate template, Leg leg) {
        static Giving of(Card card, long amount, Life life) {
            CardBook book = card.account().book();
            AccountRef account = book.accountOf(card.account().key());
            if (life.startsOn() != null) {
                return new Giving(
                        PointBook.PROMISE,
                        Leg.of(account, PointBook.pendingOf(card.account().key()), amount));
            }
            return new Giving(
                    book.load(), Leg.of(account, card.ledgerAccount(), amount).expiringOn(life.expiresOn()));
        }
    }

    /// What the journal tells of the days.
    static void tell(Map<String, String> detail, Life life) {
        if (life.startsOn() != null) {
            detail.put("startsOn", life.startsOn().toString());
        }
        if (life.expiresOn() != null) {
            detail.put("expiresOn", life.expiresOn().toString());
        }
    }

    /// Points that were given.
    record Given(long transfer, Card card, long amount, Life life) {}

    /// Writes what waits and who is to be told, with whatever else the trip carries; nothing where no days were set.
    void keep(RoundTrip trip, CompanyKey company, Collection<Given> given) {
        List<PendingPoints> promised = new ArrayList<>();
        Set<Notice> wanted = new LinkedHashSet<>();
        for (Given each : given) {
            LocalDate startsOn = each.life().startsOn();
            if (startsOn != null) {
                promised.add(PendingPoints.of(each.transfer(), each.card(), each.amount(), startsOn, each.life()));
            } else {
                add(wanted, each.card().key(), each.life());
            }
        }
        if (!promised.isEmpty()) {
            pending.insert(trip, company, promised);
        }
        keep(trip, company, wanted);
    }

    /// Locks what is promised to some cards until the transaction ends.
    void lock(CompanyKey company, Set<Long> cards, EarlyReturns early) {
        early.found(pending.lockOfCards(company, cards));
    }

    /// Writes what was taken back early.
    void keep(CompanyKey company, EarlyReturns early) {
        Map<Long, Long> withdrawn = new HashMap<>();
        Map<Long, Long> less = new HashMap<>();
        early.changes().forEach((promise, change) -> {
            if (change.left() == 0) {
                withdrawn.put(promise, change.by());
            } else {
                less.put(promise, change.left());
            }
        });
        if (!withdrawn.isEmpty()) {
            pending.end(company, PendingPoints.State.WITHDRAWN, withdrawn);
        }
        if (!less.isEmpty()) {
            pending.lessen(company, less);
        }
    }

    static void add(Set<Notice> wanted, long card, Life life) {
        LocalDate expiresOn = life.expiresOn();
        LocalDate noticeOn = life.noticeOn();
        if (expiresOn != null && noticeOn != null) {
            wanted.add(new Notice(card, expiresOn, noticeOn));
        }
    }

    void keep(RoundTrip trip, CompanyKey company, Set<Notice> wanted) {
        if (!wanted.isEmpty()) {
            notices.insert(trip, company, wanted);
        }
    }
}
