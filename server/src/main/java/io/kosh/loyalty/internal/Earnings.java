package io.kosh.loyalty.internal;

import io.kosh.cards.PointAllocations;
import io.kosh.cards.PointAllocations.Given;
import io.kosh.cards.PointAllocations.Limit;
import io.kosh.cards.PointAllocations.Receiver;
import io.kosh.cards.PointAllocations.Who;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.loyalty.internal.Earning.Answer;
import io.kosh.loyalty.internal.Earning.Grant;
import io.kosh.loyalty.internal.Earning.Grants;
import io.kosh.loyalty.internal.Earning.Standing;
import io.kosh.loyalty.internal.EarningStore.Name;
import io.kosh.loyalty.internal.ProgrammeTerms.Tier;
import io.kosh.loyalty.internal.Valuation.Happening;
import io.kosh.loyalty.internal.Valuation.Worth;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Valuing events. An event, its points, caps and budget, and the holder's tier are one transaction; its id is taken
/// first, so that a repetition waits for the first answer and gives it again. Locks: the event, the holder's standing,
/// then the ledger's.
@Component
final class Earnings {
    private static final Duration OLDEST = Duration.ofDays(366);
    private static final String PER_DAY = "programmes.day:";
    private static final String PER_MONTH = "programmes.month:";
    private static final String IN_ALL = "programmes.total:";

    private final Database database;
    private final Programmes programmes;
    private final ProgrammeStore versions;
    private final EarningStore store;
    private final ProgrammeStandings standings;
    private final PointAllocations allocations;
    private final BusinessClock clock;

    Earnings(
            Database database,
            Programmes programmes,
            ProgrammeStore versions,
            EarningStore store,
            ProgrammeStandings standings,
            PointAllocations allocations,
            BusinessClock clock) {
        this.database = database;
        this.programmes = programmes;
        this.versions = versions;
        this.store = store;
        this.standings = standings;
        this.allocations = allocations;
        this.clock = clock;
    }

    /// An event to be valued.
    ///
    /// @param occurredAt null: now
    record Draft(
            String eventId,
            Who who,
            Happening happening,
            @Nullable Instant occurredAt) {
        /// What must be the same for a repeated event id.
        String request() {
            return String.join(
                    "\n",
                    String.valueOf(who.cardId()),
                    String.valueOf(who.mobile()),
                    String.valueOf(who.email()),
                    happening.type(),
                    happening.amount() == null
                            ? ""
                            : happening.amount().stripTrailingZeros().toPlainString(),
                    String.valueOf(occurredAt),
                    new TreeMap<>(happening.fields()).toString());
        }
    }

    /// Values an event, once for ever.
    Answer take(CompanyRef company, String programmeId, Draft draft) {
        return database.inCompany(company.key(), () -> value(company, programmeId, draft));
    }

    /// Undoes a transaction that was only to be looked at.
    private static final class Simulated extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Answer answer;

        Simulated(Answer answer) {
            super("simulated", null, false, false);
            this.answer = answer;
        }
    }

    /// What [#take] would answer now: the same work, rolled back. Webhooks and messages hear nothing.
    Answer simulate(CompanyRef company, String programmeId, Draft draft) {
        try {
            return database.inCompany(company.key(), () -> {
                throw new Simulated(value(company, programmeId, draft));
            });
        } catch (Simulated simulated) {
            return simulated.answer;
        }
    }

    Earning find(CompanyRef company, String programmeId, String eventId) {
        return database.inCompany(company.key(), () -> {
            Programme programme = programmes.existing(company.key(), programmeId);
            return known(store.find(company.key(), new Name(programme.key(), eventId, "")), eventId);
        });
    }

    static Earning known(@Nullable Earning found, String eventId) {
        if (found == null) {
            throw Refusal.of(ProgrammeError.PROGRAMME_EVENT_UNKNOWN, "the programme has no event " + eventId);
        }
        return found;
    }

    private Answer value(CompanyRef company, String programmeId, Draft draft) {
        CompanyKey key = company.key();
        Programme latest = programmes.existing(key, programmeId);
        Name name = new Name(latest.key(), draft.eventId(), draft.request());
        Earning before = store.find(key, name);
        if (before != null) {
            return again(before);
        }
        Instant now = clock.now(key).truncatedTo(ChronoUnit.MICROS);
        Instant at = occurred(draft, now);
        Programme version = running(key, programmeId, at);
        Receiver receiver = allocations.receiver(company, latest.accountId(), draft.who());
        if (!store.claim(key, name, receiver.cardId(), version, at, now)) {
            return again(known(store.find(key, name), draft.eventId()));
        }
        LocalDate today = LocalDate.ofInstant(now, BusinessClock.ZONE);
        ProgrammeMember member = standings.lock(key, latest, receiver.cardId(), today);
        Tier tier = member == null ? null : version.terms().standing(member.tier());
        List<Worth> worths = Valuation.value(version.terms().rules(), draft.happening(), tier);
        List<Limit> limits = limits(version, receiver.cardId(), LocalDate.ofInstant(at, BusinessClock.ZONE));
        List<Earning.Given> results = new ArrayList<>();
        List<Grant> grants = new ArrayList<>();
        give(company, receiver, new Valued(version, draft.eventId(), worths, limits), results, grants);
        long points = grants.stream().mapToLong(Grant::amount).sum();
        long qualifying = grants.stream().mapToLong(Grant::qualifying).sum();
        ProgrammeMember after = member == null ? null : standings.earned(key, latest, member, qualifying, today);
        Answer answer = new Answer(
                draft.eventId(),
                latest.id(),
                version.version(),
                receiver.cardId(),
                at,
                Valuation.decimal(points),
                results,
                member == null || after == null ? null : standing(member, tier, after));
        boolean allowNegative = Boolean.TRUE.equals(version.terms().allowNegativeReversal());
        store.save(
                key,
                latest.key(),
                new Earning(
                        draft.eventId(),
                        receiver.cardId(),
                        true,
                        points,
                        qualifying,
                        after == null ? null : after.periodEnds(),
                        new Grants(allowNegative, grants),
                        answer,
                        null));
        return answer;
    }

    private static Answer again(Earning before) {
        if (!before.same()) {
            throw Refusal.ofField(
                    ProgrammeError.PROGRAMME_EVENT_REUSED,
                    "eventId",
                    "the event id " + before.eventId() + " was used for another event");
        }
        return before.answer();
    }

    private static Instant occurred(Draft draft, Instant now) {
        Instant at = draft.occurredAt();
        if (at == null) {
            return now;
        }
        if (at.isAfter(now) || at.isBefore(now.minus(OLDEST))) {
            throw Refusal.ofField(
                    ProgrammeError.PROGRAMME_EVENT_LATER,
                    "occurredAt",
                    "occurredAt must lie in the last " + OLDEST.toDays() + " days");
        }
        return at.truncatedTo(ChronoUnit.MICROS);
    }

    /// The version that was in force at a moment.
    private Programme running(CompanyKey company, String programmeId, Instant at) {
        Programme version = versions.find(company, programmeId, at);
        LocalDate day = LocalDate.ofInstant(at, BusinessClock.ZONE);
        if (version == null
                || day.isBefore(version.terms().startsOn())
                || (version.terms().endsOn() != null
                        && day.isAfter(version.terms().endsOn()))) {
            throw Refusal.of(
                    ProgrammeError.PROGRAMME_NOT_RUNNING, "the programme " + programmeId + " was not running then");
        }
        return version;
    }

    private static Standing standing(ProgrammeMember before, @Nullable Tier tier, ProgrammeMember after) {
        return new Standing(
                before.tier(),
                tier == null ? BigDecimal.ONE : tier.multiplier(),
                after.tier(),
                Valuation.decimal(after.qualifying()),
                after.periodEnds());
    }

    /// What an event is worth, and what that counts against.
    private record Valued(Programme version, String eventId, List<Worth> worths, List<Limit> limits) {}

    private static List<Limit> limits(Programme version, String cardId, LocalDate day) {
        ProgrammeTerms terms = version.terms();
        String holder = version.id() + ":" + cardId;
        List<Limit> limits = new ArrayList<>();
        add(limits, PER_DAY + holder, day.toString(), terms.capPerDay());
        add(limits, PER_MONTH + holder, day.toString().substring(0, "yyyy-mm".length()), terms.capPerMonth());
        add(limits, IN_ALL + holder, "", terms.capTotal());
        add(limits, version.budget(), "", terms.budget());
        return limits;
    }

    /// Counted always, so that what was given is known where a cap or a budget is set later.
    private static void add(List<Limit> limits, String name, String period, @Nullable BigDecimal most) {
        limits.add(new Limit(name, period, most == null ? Long.MAX_VALUE : Valuation.minor(most)));
    }

    /// @param results gets what each rule gave or why not
    /// @param grants  gets what was given
    private void give(
            CompanyRef company, Receiver receiver, Valued valued, List<Earning.Given> results, List<Grant> grants) {
        List<PointAllocations.Grant> wanted = new ArrayList<>();
        ProgrammeTerms terms = valued.version().terms();
        List<Worth> worths = valued.worths();
        for (int place = 0; place < worths.size(); place++) {
            if (worths.get(place).why() == null) {
                wanted.add(new PointAllocations.Grant(
                        reference(valued.version().id(), valued.eventId(), place),
                        worths.get(place).points(),
                        terms.pendingDays(),
                        terms.validityDays(),
                        valued.limits(),
                        worths.get(place).rule().name()));
            }
        }
        Iterator<Given> given = allocations.give(company, receiver, wanted).iterator();
        for (int place = 0; place < worths.size(); place++) {
            Worth worth = worths.get(place);
            String rule = worth.rule().name();
            if (worth.why() != null) {
                results.add(new Earning.Given(rule, BigDecimal.ZERO, worth.why(), worth.field(), null, null, null));
                continue;
            }
            results.add(
                    switch (given.next()) {
                        case Given.Made made -> {
                            grants.add(new Grant(
                                    rule, place, made.transfer(), worth.points(), worth.base(), valued.limits()));
                            yield new Earning.Given(
                                    rule,
                                    Valuation.decimal(worth.points()),
                                    null,
                                    null,
                                    made.transactionId(),
                                    made.startsOn(),
                                    made.expiresOn());
                        }
                        case Given.LimitReached(String limit) ->
                            new Earning.Given(rule, BigDecimal.ZERO, why(limit), null, null, null, null);
                        case Given.FundsMissing() ->
                            new Earning.Given(rule, BigDecimal.ZERO, Valuation.Why.FUNDS, null, null, null, null);
                    });
        }
    }

    static String reference(String programmeId, String eventId, int place) {
        return programmeId + "/" + eventId + "/" + (place + 1);
    }

    private static Valuation.Why why(String limit) {
        if (limit.startsWith(PER_DAY)) {
            return Valuation.Why.CAP_PER_DAY;
        }
        if (limit.startsWith(PER_MONTH)) {
            return Valuation.Why.CAP_PER_MONTH;
        }
        return limit.startsWith(IN_ALL) ? Valuation.Why.CAP_TOTAL : Valuation.Why.BUDGET;
    }
}
