package io.kosh.loyalty.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Ends periods of tiers: who earned too little for the tier comes down, and counting begins anew. A standing is
/// locked and looked at again, so that run twice it is one effect.
@Component
final class TierPeriodJob implements DueWork {
    private static final String NAME = "loyalty.tier-periods";

    private final Database database;
    private final ProgrammeStore programmes;
    private final ProgrammeMemberStore members;
    private final ProgrammeNews news;

    TierPeriodJob(Database database, ProgrammeStore programmes, ProgrammeMemberStore members, ProgrammeNews news) {
        this.database = database;
        this.programmes = programmes;
        this.members = members;
        this.news = news;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(5);
    }

    @Override
    public Map<CompanyKey, Instant> earliest() {
        Map<CompanyKey, Instant> earliest = new HashMap<>();
        members.earliest().forEach((company, day) -> earliest.put(company, begin(day)));
        return earliest;
    }

    @Override
    public List<Fired> run(CompanyKey company, Instant now, int most) {
        LocalDate today = LocalDate.ofInstant(now, BusinessClock.ZONE);
        List<ProgrammeMember> page = database.inCompany(company, () -> members.due(company, today, null, most));
        List<Fired> fired = new ArrayList<>(page.size());
        for (ProgrammeMember member : page) {
            LocalDate ended = member.periodEnds();
            fired.add(new Fired(
                    NAME,
                    "standing of " + member.cardId(),
                    ended == null ? now : begin(ended),
                    true,
                    database.inCompany(company, () -> end(company, member, today))));
        }
        return fired;
    }

    private String end(CompanyKey company, ProgrammeMember due, LocalDate today) {
        Programme programme = programmes.find(company, due.programme());
        if (programme == null) {
            throw new IllegalStateException("a standing in no programme: " + due.programme());
        }
        ProgrammeMember before = members.lock(company, due.programme(), due.cardId());
        ProgrammeMember after = before.on(today, programme);
        if (after.equals(before)) {
            return "ended already";
        }
        members.save(company, after);
        news.moved(company, programme, before, after);
        return "from " + name(before) + " to " + name(after);
    }

    private static String name(ProgrammeMember member) {
        return member.tier() == null ? "no tier" : member.tier();
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(BusinessClock.ZONE).toInstant();
    }
}
