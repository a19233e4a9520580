package io.kosh.loyalty.internal;

import io.kosh.kernel.CompanyKey;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Where holders stand in programmes with tiers, in the transaction that is open.
@Component
final class ProgrammeStandings {
    private final ProgrammeMemberStore members;
    private final ProgrammeNews news;

    ProgrammeStandings(ProgrammeMemberStore members, ProgrammeNews news) {
        this.members = members;
        this.news = news;
    }

    /// The holder's standing today, locked; null where the programme has no tiers.
    @Nullable
    ProgrammeMember lock(CompanyKey company, Programme programme, String cardId, LocalDate today) {
        if (programme.terms().ladder().isEmpty()) {
            return null;
        }
        ProgrammeMember found = members.lock(company, programme.key(), cardId);
        ProgrammeMember now = found.on(today, programme);
        if (!now.equals(found)) {
            members.save(company, now);
            news.moved(company, programme, found, now);
        }
        return now;
    }

    /// With more points that qualify.
    ProgrammeMember earned(
            CompanyKey company, Programme programme, ProgrammeMember member, long qualifying, LocalDate today) {
        if (qualifying == 0) {
            return member;
        }
        ProgrammeMember after = member.earning(qualifying, today, programme);
        members.save(company, after);
        news.moved(company, programme, member, after);
        return after;
    }

    void save(CompanyKey company, ProgrammeMember member) {
        members.save(company, member);
    }
}
