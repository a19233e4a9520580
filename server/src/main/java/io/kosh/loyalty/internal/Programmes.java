package io.kosh.loyalty.internal;

import io.kosh.cards.PointAllocations;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.Ledger;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Making programmes and changing them: each change is a version, and no version is ever changed.
@Component
final class Programmes {
    private final Database database;
    private final ProgrammeStore store;
    private final ProgrammeMemberStore members;
    private final PointAllocations allocations;
    private final Ledger ledger;
    private final BusinessClock clock;
    private final ProgrammeNews news;
    private final SecureRandom random = new SecureRandom();

    Programmes(
            Database database,
            ProgrammeStore store,
            ProgrammeMemberStore members,
            PointAllocations allocations,
            Ledger ledger,
            BusinessClock clock,
            ProgrammeNews news) {
        this.database = database;
        this.store = store;
        this.members = members;
        this.allocations = allocations;
        this.ledger = ledger;
        this.clock = clock;
        this.news = news;
    }

    Programme create(CompanyRef company, String accountId, ProgrammeTerms terms, String actor) {
        CompanyKey key = company.key();
        return database.inCompany(key, () -> {
            allocations.requirePoints(company, accountId);
            Instant now = now(key);
            String id = Programme.ID.mint(random);
            Long row = store.insert(key, id, accountId, terms.startsOn(), now);
            while (row == null) {
                id = Programme.ID.mint(random);
                row = store.insert(key, id, accountId, terms.startsOn(), now);
            }
            Programme made = new Programme(row, id, accountId, terms.startsOn(), now, 1, now, actor, terms);
            store.insertVersion(key, made);
            news.changed(key, made);
            return made;
        });
    }

    /// A new version from now on; the same terms again make none.
    Programme change(CompanyRef company, String id, ProgrammeTerms terms, String actor) {
        CompanyKey key = company.key();
        return database.inCompany(key, () -> {
            store.lock(key, id);
            Programme before = existing(key, id);
            if (before.terms().equals(terms)) {
                return before;
            }
            Programme after = new Programme(
                    before.key(),
                    id,
                    before.accountId(),
                    before.periodsFrom(),
                    before.createdAt(),
                    before.version() + 1,
                    now(key),
                    actor,
                    terms);
            store.insertVersion(key, after);
            news.changed(key, after);
            return after;
        });
    }

    private Instant now(CompanyKey company) {
        return clock.now(company).truncatedTo(ChronoUnit.MICROS);
    }

    /// In the transaction of the company that is open.
    Programme existing(CompanyKey company, String id) {
        Programme found = store.find(company, id);
        if (found == null) {
            throw Programme.unknown(id);
        }
        return found;
    }

    Programme find(CompanyRef company, String id) {
        return database.inCompany(company.key(), () -> existing(company.key(), id));
    }

    Page<Programme> list(CompanyRef company, Page.Request page) {
        return database.inCompany(company.key(), () -> Page.of(store.page(company.key(), page), page, Programme::key));
    }

    Page<Programme> versions(CompanyRef company, String id, Page.Request page) {
        return database.inCompany(company.key(), () -> {
            existing(company.key(), id);
            return Page.of(store.versions(company.key(), id, page), page, Programme::version);
        });
    }

    /// What a programme gave, in hundredths.
    record Usage(Programme programme, long given) {}

    Usage usage(CompanyRef company, String id) {
        return database.inCompany(company.key(), () -> {
            Programme programme = existing(company.key(), id);
            long given = ledger.limitsUsed(company.key(), programme.budget()).stream()
                    .mapToLong(Ledger.LimitUsed::used)
                    .sum();
            return new Usage(programme, given);
        });
    }

    /// A holder's standing.
    ///
    /// @param next the tier above, null where there is none
    record Standing(ProgrammeMember member, ProgrammeTerms.@Nullable Tier next) {}

    /// As it is today, also where a period ended and was not closed yet.
    Standing standing(CompanyRef company, String id, String cardId) {
        return database.inCompany(company.key(), () -> {
            Programme programme = existing(company.key(), id);
            ProgrammeMember member = members.find(company.key(), programme.key(), cardId);
            if (member == null) {
                throw Refusal.ofField(
                        ProgrammeError.PROGRAMME_MEMBER_UNKNOWN,
                        "enKashCardId",
                        "the card " + cardId + " has no standing in the programme");
            }
            ProgrammeMember now = member.on(clock.today(company.key()), programme);
            ProgrammeTerms terms = programme.terms();
            int rank = terms.rank(terms.tier(now.tier()));
            return new Standing(
                    now, rank < terms.ladder().size() ? terms.ladder().get(rank) : null);
        });
    }
}
