package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.LotExpiries;
import io.kosh.ledger.LotView;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.platform.GroupCommit;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.GroupCommits;
import io.kosh.platform.RoundTrips;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Posts what ended: value whose last day is over leaves its account.
@Component
final class PostgresLotExpiries implements LotExpiries {
    private final Database database;
    private final Ledger ledger;
    private final GroupCommits commits;
    private final RoundTrips trips;

    PostgresLotExpiries(Database database, Ledger ledger, GroupCommits commits, RoundTrips trips) {
        this.database = database;
        this.ledger = ledger;
        this.commits = commits;
        this.trips = trips;
    }

    @Override
    public DueWork of(Expiry expiry, Owners owners) {
        return new Ending(expiry, owners);
    }

    /// One kind of account.
    private final class Ending implements DueWork {
        private final Expiry expiry;
        private final Owners owners;
        private final GroupCommit<LotView, Outcome> commit;

        Ending(Expiry expiry, Owners owners) {
            this.expiry = expiry;
            this.owners = owners;
            this.commit = commits.open(expiry.template().name(), this::post);
        }

        @Override
        public String name() {
            return expiry.work();
        }

        @Override
        public Duration every() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Map<CompanyKey, Instant> earliest() {
            Map<CompanyKey, Instant> earliest = new HashMap<>();
            ledger.firstExpiry(expiry.kind()).forEach((company, day) -> earliest.put(company, begin(day)));
            return earliest;
        }

        @Override
        public OptionalLong count(Map<CompanyKey, Instant> at) {
            Map<CompanyKey, LocalDate> today = new HashMap<>();
            at.forEach((company, now) -> today.put(company, day(now)));
            return OptionalLong.of(ledger.countExpired(expiry.kind(), today));
        }

        /// A page in which nothing moved is stepped over, so that it holds back no other.
        @Override
        public List<Fired> run(CompanyKey company, Instant now, int most) {
            List<Fired> fired = new ArrayList<>();
            List<LotView> page = List.of();
            do {
                LotView last = page.isEmpty() ? null : page.getLast();
                page = database.inCompany(
                        company, () -> ledger.expiredLots(company, expiry.kind(), day(now), last, most));
                List<Answer<Outcome>> answers = commit.submitAll(company, page);
                for (int i = 0; i < answers.size(); i++) {
                    fired.add(fired(page.get(i), answers.get(i)));
                }
            } while (page.size() == most && fired.stream().noneMatch(Fired::done));
            return fired;
        }

        /// Posts many in the transaction that it finds, and tells whose value ended.
        private List<Answer<Outcome>> post(CompanyKey company, List<LotView> lots) {
            // Says the company before the owners are asked.
            trips.begin().send();
            Map<Long, AccountRef> breakage =
                    owners.breakage(company, lots.stream().map(LotView::owner).collect(Collectors.toSet()));
            List<Outcome> outcomes = ledger.postAll(
                    company, lots.stream().map(lot -> posting(lot, breakage)).toList());
            List<Ended> ended = new ArrayList<>();
            for (int i = 0; i < lots.size(); i++) {
                if (outcomes.get(i) instanceof Outcome.Posted posted) {
                    ended.add(new Ended(lots.get(i), free(lots.get(i)), posted));
                }
            }
            owners.ended(company, ended);
            return outcomes.stream().<Answer<Outcome>>map(Answer.Done::new).toList();
        }

        /// After its day a lot only shrinks, so what remained names the posting: run twice, it is one effect.
        private Command posting(LotView lot, Map<Long, AccountRef> breakage) {
            String id = lot.account() + ":" + lot.expiresOn() + ":" + lot.remaining();
            Leg leg = Leg.expiry(
                    new AccountRef(expiry.kind(), lot.owner()),
                    Objects.requireNonNull(breakage.get(lot.owner())),
                    free(lot),
                    lot.expiresOn());
            return new Command.Post(
                    new SourceKey(expiry.template().name(), id),
                    "",
                    expiry.template(),
                    List.of(leg),
                    List.of(),
                    Map.of("expiredOn", lot.expiresOn().toString()),
                    false);
        }

        private Fired fired(LotView lot, Answer<Outcome> answer) {
            String subject = "lot of " + lot.expiresOn() + " of account " + lot.account();
            Instant dueAt = begin(lot.expiresOn());
            return switch (answer) {
                case Answer.Done<Outcome>(Outcome.Posted _) ->
                    new Fired(name(), subject, dueAt, true, shown(lot) + " " + expiry.unit() + " expired");
                case Answer.Done<Outcome>(Outcome.Refused(var reason, var _)) ->
                    new Fired(name(), subject, dueAt, false, reason.name());
                case Answer.Refused<Outcome>(Refusal refusal) ->
                    new Fired(name(), subject, dueAt, false, refusal.code().name());
            };
        }

        private String shown(LotView lot) {
            return BigDecimal.valueOf(free(lot), expiry.kind().asset().decimals())
                    .stripTrailingZeros()
                    .toPlainString();
        }
    }

    private static long free(LotView lot) {
        return lot.remaining() - lot.held();
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(BusinessClock.ZONE).toInstant();
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, BusinessClock.ZONE);
    }
}
