package io.kosh.cards.internal;

import io.kosh.cards.internal.ExpiryNoticeStore.Notice;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Who is told that points end which came back to a card. In the transaction of the company that is open.
@Component
final class PointNotices {
    /// Nobody wants to be woken for it.
    private static final int HOUR = 9;

    private final ExpiryNoticeStore store;
    private final PointTermStore terms;
    private final BusinessClock clock;
    private final RoundTrips trips;

    PointNotices(ExpiryNoticeStore store, PointTermStore terms, BusinessClock clock, RoundTrips trips) {
        this.store = store;
        this.terms = terms;
        this.clock = clock;
        this.trips = trips;
    }

    /// The moment of a day at which holders are told.
    static Instant due(LocalDate day) {
        return day.atTime(HOUR, 0).atZone(BusinessClock.ZONE).toInstant();
    }

    /// The last day whose holders are told by now.
    static LocalDate lastDue(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, BusinessClock.ZONE);
        return now.isBefore(due(today)) ? today.minusDays(1) : today;
    }

    /// Points came back. A holder who was told of the end of their lot before, or was not because nothing
    /// was left of it, is told anew: the next morning, once however often points come back until then, and
    /// at once where the lot ends before it. What is in a lot of a new day, because its own was over,
    /// follows the account's terms.
    ///
    /// @param lots   the days on which what came back ends
    /// @param newDay those of them that are new; the same for all
    void cameBack(CompanyKey company, Card card, Collection<LocalDate> lots, LocalDate newDay) {
        Instant now = clock.now(company);
        Set<Notice> again = new LinkedHashSet<>();
        lots.forEach(day -> again.add(new Notice(card.key(), day, on(LocalDate.EPOCH, day, now))));
        RoundTrip writes = trips.begin();
        store.reopen(writes, company, again);
        Long days =
                lots.contains(newDay) ? terms.of(company, card.account().key()).noticeDays() : null;
        if (days != null) {
            store.insert(
                    writes, company, Set.of(new Notice(card.key(), newDay, on(newDay.minusDays(days), newDay, now))));
        }
        writes.send();
    }

    /// The day on which to tell that something ends: not before a day nor at night, but before the end.
    private static LocalDate on(LocalDate from, LocalDate end, Instant now) {
        LocalDate morning = lastDue(now).plusDays(1);
        LocalDate day = from.isAfter(morning) ? from : morning;
        return day.isBefore(end) ? day : LocalDate.ofInstant(now, BusinessClock.ZONE);
    }
}
