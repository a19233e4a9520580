package io.kosh.loyalty.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.LotView;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.platform.GroupCommit.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/// Posts what ended: coins whose last day is over leave the user's account for the company's expired account.
@Component
final class CoinExpiryJob implements DueWork {
    private static final String NAME = "loyalty.coin-expiry";

    private final Database database;
    private final Ledger ledger;

    CoinExpiryJob(Database database, Ledger ledger) {
        this.database = database;
        this.ledger = ledger;
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
        ledger.firstExpiry(CoinBook.USER).forEach((company, day) -> earliest.put(company, begin(day)));
        return earliest;
    }

    @Override
    public OptionalLong count(Map<CompanyKey, Instant> at) {
        Map<CompanyKey, LocalDate> today = new HashMap<>();
        at.forEach((company, now) -> today.put(company, day(now)));
        return OptionalLong.of(ledger.countExpired(CoinBook.USER, today));
    }

    /// The lots of a page share a commit. A page in which nothing moved is stepped over, so that it holds back no
    /// other.
    @Override
    public List<Fired> run(CompanyKey company, Instant now, int most) {
        List<Fired> fired = new ArrayList<>();
        List<LotView> page = List.of();
        do {
            LotView last = page.isEmpty() ? null : page.getLast();
            page = database.inCompany(company, () -> ledger.expiredLots(company, CoinBook.USER, day(now), last, most));
            fired.addAll(post(company, page));
        } while (page.size() == most && fired.stream().noneMatch(Fired::done));
        return fired;
    }

    private List<Fired> post(CompanyKey company, List<LotView> page) {
        if (page.isEmpty()) {
            return List.of();
        }
        List<Answer<Outcome>> answers = ledger.submitAll(
                company, page.stream().map(CoinExpiryJob::posting).toList());
        List<Fired> fired = new ArrayList<>(page.size());
        for (int i = 0; i < page.size(); i++) {
            fired.add(fired(page.get(i), answers.get(i)));
        }
        return fired;
    }

    /// After its day a lot only shrinks, so what remained names the posting: run twice, it is one effect.
    private static Command posting(LotView lot) {
        String id = lot.account() + ":" + lot.expiresOn() + ":" + lot.remaining();
        Leg leg = Leg.expiry(
                CoinBook.user(lot.owner()),
                AccountRef.ofCompany(CoinBook.EXPIRED),
                lot.remaining() - lot.held(),
                lot.expiresOn());
        return new Command.Post(
                new SourceKey("coins.expire", id),
                "",
                CoinBook.EXPIRE,
                List.of(leg),
                List.of(),
                Map.of("expiredOn", lot.expiresOn().toString()),
                false);
    }

    private static Fired fired(LotView lot, Answer<Outcome> answer) {
        String subject = "lot of " + lot.expiresOn() + " of account " + lot.account();
        Instant dueAt = begin(lot.expiresOn());
        return switch (answer) {
            case Answer.Done<Outcome>(Outcome.Posted _) ->
                new Fired(NAME, subject, dueAt, true, lot.remaining() - lot.held() + " coins expired");
            case Answer.Done<Outcome>(Outcome.Refused(var reason, var _)) ->
                new Fired(NAME, subject, dueAt, false, reason.name());
            case Answer.Refused<Outcome>(Refusal refusal) ->
                new Fired(NAME, subject, dueAt, false, refusal.code().name());
        };
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(BusinessClock.ZONE).toInstant();
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, BusinessClock.ZONE);
    }
}
