package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.platform.CompanyMemory;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Opens accounts and knows their ids. An id never changes, nor does what kind of account it is, so they are remembered
/// once they are committed.
@Component
final class AccountIdStore implements CompanyMemory {
    private final RoundTrips trips;
    private final AccountIds ids = new AccountIds();

    AccountIdStore(RoundTrips trips) {
        this.trips = trips;
    }

    @Override
    public void replaced(CompanyKey company, long generation) {
        forget(company);
    }

    void forget(CompanyKey company) {
        ids.forget(company);
    }

    /// Those of some accounts that are there.
    Set<AccountRef> existing(CompanyKey company, Set<AccountRef> refs) {
        RoundTrip trip = trips.begin();
        Map<AccountRef, Long> there = find(trip, company, List.copyOf(refs));
        trip.send();
        return there.keySet();
    }

    /// Looks for the ids of some accounts that are not remembered, so that nothing has to be looked for while others
    /// wait for the locks. It comes before the transaction opens any, so those that it finds are committed.
    void meet(CompanyKey company, Set<AccountRef> refs) {
        List<AccountRef> unknown =
                refs.stream().filter(ref -> ids.find(company, ref) == 0).toList();
        if (!unknown.isEmpty()) {
            RoundTrip look = trips.begin();
            Map<AccountRef, Long> there = find(look, company, unknown);
            look.send();
            there.forEach((ref, id) -> ids.remember(company, ref, id));
        }
    }

    /// The ids of some accounts, null where not all are remembered.
    @Nullable
    Map<AccountRef, Long> remembered(CompanyKey company, Set<AccountRef> refs) {
        Map<AccountRef, Long> found = HashMap.newHashMap(refs.size());
        for (AccountRef ref : refs) {
            long id = ids.find(company, ref);
            if (id == 0) {
                return null;
            }
            found.put(ref, id);
        }
        return found;
    }

    /// The ids of some accounts, opening those that are not there yet. Of books with many accounts few ids are
    /// remembered, so those that are not are looked for before anything is opened.
    Map<AccountRef, Long> opened(CompanyKey company, Set<AccountRef> refs) {
        Map<AccountRef, Long> found = HashMap.newHashMap(refs.size());
        List<AccountRef> unknown = new ArrayList<>();
        for (AccountRef ref : refs) {
            long id = ids.find(company, ref);
            if (id == 0) {
                unknown.add(ref);
            } else {
                found.put(ref, id);
            }
        }
        if (!unknown.isEmpty()) {
            Map<AccountRef, Long> fresh = lookedUp(company, unknown);
            remember(company, fresh);
            for (AccountRef ref : unknown) {
                Long id = fresh.get(ref);
                if (id == null) {
                    throw new IllegalStateException("the account was not opened: " + ref);
                }
                found.put(ref, id);
            }
        }
        return found;
    }

    /// One round trip where all are there, else a second one.
    private Map<AccountRef, Long> lookedUp(CompanyKey company, List<AccountRef> refs) {
        RoundTrip look = trips.begin();
        Map<AccountRef, Long> there = find(look, company, refs);
        look.send();
        List<AccountRef> missing =
                refs.stream().filter(ref -> !there.containsKey(ref)).toList();
        if (!missing.isEmpty()) {
            RoundTrip opening = trips.begin();
            open(opening, company, missing);
            Map<AccountRef, Long> made = find(opening, company, missing);
            opening.send();
            there.putAll(made);
        }
        return there;
    }

    /// One that another transaction opens meanwhile is waited for, and is there for the look that follows.
    private static void open(RoundTrip trip, CompanyKey company, List<AccountRef> refs) {
        Columns columns = new Columns(3, refs.size());
        long[] owners = new long[refs.size()];
        @Nullable Long[] floors = new Long[refs.size()];
        for (int i = 0; i < refs.size(); i++) {
            AccountKind kind = refs.get(i).kind();
            owners[i] = refs.get(i).owner();
            floors[i] = kind.floored() ? 0L : null;
            columns.add(kind.name(), kind.asset().name(), kind.normal().name());
        }
        trip.write("""
                        insert into ledger.account (company_id, id, owner, floor, kind, asset, normal)
                        select ?, nextval('ledger.account_id'), wanted.*
                        from (select * from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[])
                                  as given (owner, floor, kind, asset, normal)
                              order by given.kind, given.owner) as wanted
                        on conflict (company_id, kind, owner) do nothing""", company.value(), owners, floors, columns.at(0), columns.at(1), columns.at(2));
    }

    /// Ids are remembered when the transaction commits, because one that it opened may yet roll back and its id go to
    /// another account.
    private void remember(CompanyKey company, Map<AccountRef, Long> fresh) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                fresh.forEach((ref, id) -> ids.remember(company, ref, id));
            }
        });
    }

    /// The ids of those that are there, once the trip is made.
    private static Map<AccountRef, Long> find(RoundTrip trip, CompanyKey company, List<AccountRef> refs) {
        Columns columns = new Columns(1, refs.size());
        long[] owners = new long[refs.size()];
        for (int i = 0; i < refs.size(); i++) {
            columns.add(refs.get(i).kind().name());
            owners[i] = refs.get(i).owner();
        }
        Map<AccountRef, Long> found = HashMap.newHashMap(refs.size());
        trip.read(
                """
                        select wanted.place, account.id
                        from unnest(?::text[], ?::bigint[]) with ordinality as wanted (kind, owner, place)
                        join ledger.account on account.company_id = ? and account.kind = wanted.kind
                            and account.owner = wanted.owner""",
                row -> found.put(refs.get(row.getInt(1) - 1), row.getLong(2)),
                columns.at(0),
                owners,
                company.value());
        return found;
    }
}
