package io.kosh.cards.internal;

import io.kosh.cards.internal.ExpiryNoticeStore.Notice;
import io.kosh.cards.internal.PointTerms.Life;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.platform.GroupCommit;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.GroupCommits;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Points whose first day has come go from the account's pending points to their card. The promise names the posting,
/// and its row is locked: started or withdrawn, never both.
@Component
final class PointStartJob implements DueWork {
    private static final String NAME = "cards.point-start";
    private static final String SOURCE = "points.start";

    private final Database database;
    private final PendingPointStore store;
    private final CardStore cards;
    private final PointLots lots;
    private final Ledger ledger;
    private final RoundTrips trips;
    private final PointNews news;
    private final GroupCommit<PendingPoints, Fired> commits;

    PointStartJob(
            Database database,
            PendingPointStore store,
            CardStore cards,
            PointLots lots,
            Ledger ledger,
            RoundTrips trips,
            PointNews news,
            GroupCommits commits) {
        this.database = database;
        this.store = store;
        this.cards = cards;
        this.lots = lots;
        this.ledger = ledger;
        this.trips = trips;
        this.news = news;
        this.commits = commits.open(SOURCE, this::post);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(1);
    }

    @Override
    public Map<CompanyKey, Instant> earliest() {
        Map<CompanyKey, Instant> earliest = new HashMap<>();
        store.earliest().forEach((company, day) -> earliest.put(company, begin(day)));
        return earliest;
    }

    @Override
    public OptionalLong count(Map<CompanyKey, Instant> at) {
        Map<CompanyKey, LocalDate> today = new HashMap<>();
        at.forEach((company, now) -> today.put(company, LocalDate.ofInstant(now, BusinessClock.ZONE)));
        return OptionalLong.of(store.countDue(today));
    }

    /// The promises of a page share a commit. A page in which nothing moved is stepped over.
    @Override
    public List<Fired> run(CompanyKey company, Instant now, int most) {
        LocalDate today = LocalDate.ofInstant(now, BusinessClock.ZONE);
        List<Fired> fired = new ArrayList<>();
        List<PendingPoints> page = List.of();
        do {
            PendingPoints last = page.isEmpty() ? null : page.getLast();
            page = database.inCompany(company, () -> store.due(company, today, last, most));
            List<Answer<Fired>> answers = commits.submitAll(company, page);
            for (int i = 0; i < answers.size(); i++) {
                fired.add(
                        switch (answers.get(i)) {
                            case Answer.Done<Fired>(Fired done) -> done;
                            case Answer.Refused<Fired>(Refusal refusal) ->
                                fired(page.get(i), false, refusal.code().name());
                        });
            }
        } while (page.size() == most && fired.stream().noneMatch(Fired::done));
        return fired;
    }

    /// Starts many in the transaction that it finds.
    private List<Answer<Fired>> post(CompanyKey company, List<PendingPoints> due) {
        // Says the company before the first look.
        trips.begin().send();
        List<PendingPoints> waiting =
                store.lock(company, due.stream().map(PendingPoints::transfer).toList());
        Map<Long, Card> whose =
                cards.byKeys(company, waiting.stream().map(PendingPoints::card).collect(Collectors.toSet()));
        List<Outcome> outcomes = ledger.postAll(
                company, waiting.stream().map(each -> command(each, whose)).toList());
        Map<Long, Outcome> became = new HashMap<>();
        Map<Long, Long> started = new HashMap<>();
        Set<Notice> notices = new LinkedHashSet<>();
        List<PendingPoints> told = new ArrayList<>();
        for (int i = 0; i < waiting.size(); i++) {
            PendingPoints each = waiting.get(i);
            became.put(each.transfer(), outcomes.get(i));
            if (outcomes.get(i) instanceof Outcome.Posted posted) {
                started.put(each.transfer(), posted.transfer());
                PointLots.add(notices, each.card(), new Life(null, each.expiresOn(), each.noticeOn()));
                told.add(each);
            }
        }
        if (!started.isEmpty()) {
            store.end(company, PendingPoints.State.STARTED, started);
            RoundTrip writes = trips.begin();
            lots.keep(writes, company, notices);
            writes.send();
            news.started(company, told, whose, started);
        }
        return due.stream()
                .map(each -> answer(each, became.get(each.transfer())))
                .toList();
    }

    private static Command command(PendingPoints points, Map<Long, Card> whose) {
        Card card = card(points, whose);
        Map<String, String> detail = new HashMap<>();
        detail.put("cardAccountId", card.account().id());
        detail.put("enKashCardId", card.id());
        PointLots.tell(detail, new Life(null, points.expiresOn(), null));
        return new Command.Post(
                new SourceKey(SOURCE, Long.toString(points.transfer())),
                "",
                PointBook.START,
                List.of(Leg.of(PointBook.pendingOf(points.account()), card.ledgerAccount(), points.amount())
                        .expiringOn(points.expiresOn())),
                List.of(),
                detail,
                false);
    }

    static Card card(PendingPoints points, Map<Long, Card> whose) {
        Card card = whose.get(points.card());
        if (card == null) {
            throw new IllegalStateException("promised to a card that is not there: " + points.card());
        }
        return card;
    }

    private static Answer<Fired> answer(PendingPoints points, @Nullable Outcome outcome) {
        return new Answer.Done<>(
                switch (outcome) {
                    case null -> fired(points, true, "ended already");
                    case Outcome.Posted _ -> fired(points, true, Amounts.decimal(points.amount()) + " points started");
                    case Outcome.Refused(var reason, var _) -> fired(points, false, reason.name());
                });
    }

    private static Fired fired(PendingPoints points, boolean done, String outcome) {
        return new Fired(NAME, "promise " + points.transfer(), begin(points.startsOn()), done, outcome);
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(BusinessClock.ZONE).toInstant();
    }
}
