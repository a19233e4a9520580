package io.kosh.loyalty.internal;

import io.kosh.cards.PointAllocations;
import io.kosh.cards.PointAllocations.Receiver;
import io.kosh.cards.PointAllocations.Return;
import io.kosh.cards.PointAllocations.Taken;
import io.kosh.cards.PointAllocations.Who;
import io.kosh.kernel.CompanyKey;
import io.kosh.loyalty.internal.Earning.Grant;
import io.kosh.loyalty.internal.Earning.Reversal;
import io.kosh.loyalty.internal.Earning.Undone;
import io.kosh.loyalty.internal.EarningStore.Name;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/// Undoing events. Locks in the order of [Earnings].
@Component
final class EarningReversals {
    private final Database database;
    private final Programmes programmes;
    private final EarningStore store;
    private final ProgrammeStandings standings;
    private final PointAllocations allocations;
    private final BusinessClock clock;

    EarningReversals(
            Database database,
            Programmes programmes,
            EarningStore store,
            ProgrammeStandings standings,
            PointAllocations allocations,
            BusinessClock clock) {
        this.database = database;
        this.programmes = programmes;
        this.store = store;
        this.standings = standings;
        this.allocations = allocations;
        this.clock = clock;
    }

    /// Takes back all that an event gave, with its caps and its budget, once for ever; a repetition gives the first
    /// answer. Refuses where points were spent, unless the version of the event allows a card below zero.
    Reversal reverse(CompanyRef company, String programmeId, String eventId) {
        CompanyKey key = company.key();
        return database.inCompany(key, () -> {
            Programme latest = programmes.existing(key, programmeId);
            Earning earning = Earnings.known(store.lock(key, new Name(latest.key(), eventId, "")), eventId);
            if (earning.reversal() != null) {
                return earning.reversal();
            }
            LocalDate today = clock.today(key);
            ProgrammeMember member = standings.lock(key, latest, earning.cardId(), today);
            Receiver receiver =
                    allocations.receiver(company, latest.accountId(), new Who(earning.cardId(), null, null));
            List<Grant> grants = earning.grants().grants();
            List<Taken> taken = allocations.takeBack(
                    company,
                    receiver,
                    grants.stream()
                            .map(each -> new Return(
                                    Earnings.reference(latest.id(), eventId, each.place()),
                                    each.transfer(),
                                    each.amount(),
                                    each.limits(),
                                    earning.grants().allowNegative()))
                            .toList());
            List<Undone> results = new ArrayList<>(grants.size());
            long points = 0;
            for (int i = 0; i < grants.size(); i++) {
                long undone = taken.get(i) == Taken.TAKEN ? grants.get(i).amount() : 0;
                points += undone;
                results.add(new Undone(grants.get(i).rule(), Valuation.decimal(undone), taken.get(i)));
            }
            if (member != null && Objects.equals(member.periodEnds(), earning.periodEnds())) {
                standings.save(key, member.losing(earning.qualifying()));
            }
            Reversal reversal =
                    new Reversal(eventId, latest.id(), earning.cardId(), Valuation.decimal(points), results);
            store.save(
                    key,
                    latest.key(),
                    new Earning(
                            eventId,
                            earning.cardId(),
                            true,
                            earning.points() - points,
                            earning.qualifying(),
                            earning.periodEnds(),
                            earning.grants(),
                            earning.answer(),
                            reversal));
            return reversal;
        });
    }
}
