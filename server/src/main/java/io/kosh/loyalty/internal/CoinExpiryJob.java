package io.kosh.loyalty.internal;

import io.kosh.identity.Identity;
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
import io.kosh.platform.GroupCommit;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.GroupCommits;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Posts what ended: coins whose last day is over leave the user's account for the company's expired account.
@Component
final class CoinExpiryJob implements DueWork {
    private static final String NAME = "loyalty.coin-expiry";

    private final Database database;
    private final Ledger ledger;
    private final Identity identity;
    private final CoinNews news;
    private final GroupCommit<LotView, Outcome> commits;

    CoinExpiryJob(Database database, Ledger ledger, Identity identity, CoinNews news, GroupCommits commits) {
        this.database = database;
        this.ledger = ledger;
        this.identity = identity;
        this.news = news;
        this.commits = commits.open("coins.expire", this::post);
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
            List<Answer<Outcome>> answers = commits.submitAll(company, page);
            for (int i = 0; i < answers.size(); i++) {
                fired.add(fired(page.get(i), answers.get(i)));
            }
        } while (page.size() == most && fired.stream().noneMatch(Fired::done));
        return fired;
    }

    /// Posts many in the transaction that it finds, and tells whose coins ended.
    private List<Answer<Outcome>> post(CompanyKey company, List<LotView> lots) {
        List<Outcome> outcomes = ledger.postAll(
                company, lots.stream().map(CoinExpiryJob::posting).toList());
        Map<Long, String> users =
                identity.userIds(company, lots.stream().map(LotView::owner).collect(Collectors.toSet()));
        List<CoinNews.Expired> expired = new ArrayList<>();
        for (int i = 0; i < lots.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Posted posted) {
                LotView lot = lots.get(i);
                expired.add(new CoinNews.Expired(
                        users.getOrDefault(lot.owner(), ""), lot.remaining() - lot.held(), lot.expiresOn(), posted));
            }
        }
        news.expired(company, expired);
        return outcomes.stream().<Answer<Outcome>>map(Answer.Done::new).toList();
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
