package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Asset;
import io.kosh.ledger.Side;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Accounts with what changes under their lock: numbers, lots, limits; all are read under the lock, every time.
@Component
final class AccountStore {
    private final JdbcClient jdbc;
    private final RoundTrips trips;
    private final AccountIdStore ids;

    AccountStore(JdbcClient jdbc, AccountIdStore ids, RoundTrips trips) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.trips = trips;
    }

    /// Looks for some accounts before their turn to be locked, as [AccountIdStore#meet] says.
    void meet(CompanyKey company, Set<AccountRef> refs) {
        ids.meet(company, refs);
    }

    /// Locks accounts in the order of their ids, opening those that are not there yet, and reads them with their lots
    /// and the asked counts: in one round trip where all are known and none has lots.
    ///
    /// @param more further accounts to lock, by id
    Map<AccountRef, AccountState> lock(
            CompanyKey company,
            Set<AccountRef> refs,
            Map<Long, AccountRef> more,
            Map<AccountRef, Set<LimitKey>> limits) {
        Map<AccountRef, AccountState> locked = lockOnce(company, refs, more, limits);
        if (locked == null) {
            // Accounts go away only where a sandbox replaces a company's state; no other ever gets their ids.
            ids.forget(company);
            locked = lockOnce(company, refs, more, limits);
        }
        if (locked == null) {
            throw new IllegalStateException("accounts of company " + company.value() + " are not there");
        }
        return locked;
    }

    /// Null where an account is not there.
    private @Nullable Map<AccountRef, AccountState> lockOnce(
            CompanyKey company,
            Set<AccountRef> refs,
            Map<Long, AccountRef> more,
            Map<AccountRef, Set<LimitKey>> limits) {
        Map<AccountRef, Long> wanted = new HashMap<>(ids.opened(company, refs));
        Set<Long> named = new HashSet<>(wanted.values());
        more.forEach((id, ref) -> {
            if (named.add(id)) {
                wanted.put(ref, id);
            }
        });
        RoundTrip trip = trips.begin();
        Locking locking = locking(trip, company, wanted, limits);
        trip.send();
        return locked(company, locking);
    }

    /// What a trip that is under way locks.
    record Locking(
            int wanted,
            Map<Long, AccountState> rows,
            Map<Long, SortedMap<LocalDate, Lot>> lots,
            Map<Long, Map<LimitKey, Long>> used) {}

    /// Locks accounts in a trip that is under way, where the ids of all are remembered; else null and
    /// nothing.
    @Nullable
    Locking locking(RoundTrip trip, CompanyKey company, Set<AccountRef> refs, Map<AccountRef, Set<LimitKey>> limits) {
        Map<AccountRef, Long> known = ids.remembered(company, refs);
        return known == null ? null : locking(trip, company, known, limits);
    }

    private static Locking locking(
            RoundTrip trip, CompanyKey company, Map<AccountRef, Long> known, Map<AccountRef, Set<LimitKey>> limits) {
        SortedMap<Long, AccountRef> wanted = new TreeMap<>();
        known.forEach((ref, id) -> wanted.put(id, ref));
        Locking locking =
                new Locking(wanted.size(), HashMap.newHashMap(wanted.size()), new HashMap<>(), new HashMap<>());
        lockRows(trip, company, wanted, locking.rows(), locking.lots());
        readUsed(trip, company, known, limits, locking.used());
        return locking;
    }

    /// What a trip that was made has locked, as [#lock] gives it; locked now where it could not lock all.
    Map<AccountRef, AccountState> locked(
            CompanyKey company,
            @Nullable Locking locking,
            Set<AccountRef> refs,
            Map<AccountRef, Set<LimitKey>> limits) {
        Map<AccountRef, AccountState> locked = locking == null ? null : locked(company, locking);
        return locked == null ? lock(company, refs, Map.of(), limits) : locked;
    }

    private @Nullable Map<AccountRef, AccountState> locked(CompanyKey company, Locking locking) {
        Map<Long, SortedMap<LocalDate, Lot>> lots = locking.lots();
        Map<Long, Map<LimitKey, Long>> used = locking.used();
        if (locking.rows().size() < locking.wanted()) {
            return null;
        }
        readLots(company, lots);
        Map<AccountRef, AccountState> accounts = HashMap.newHashMap(locking.wanted());
        for (AccountState row : locking.rows().values()) {
            accounts.put(
                    row.ref(),
                    new AccountState(
                            row.id(),
                            row.ref(),
                            row.numbers(),
                            row.version(),
                            row.lastRecordedAt(),
                            row.floor(),
                            lots.getOrDefault(row.id(), Collections.emptySortedMap()),
                            used.getOrDefault(row.id(), Map.of())));
        }
        return accounts;
    }

    /// @param lots gets an empty entry for each account that may have some
    private static void lockRows(
            RoundTrip trip,
            CompanyKey company,
            SortedMap<Long, AccountRef> wanted,
            Map<Long, AccountState> rows,
            Map<Long, SortedMap<LocalDate, Lot>> lots) {
        trip.read(
                """
                        select id, posted_debits, posted_credits, pending_debits, pending_credits, version,
                            last_recorded_at, floor, lotted
                        from ledger.account
                        where company_id = ? and id = any(?)
                        order by id
                        for update""",
                row -> {
                    long id = row.getLong(1);
                    AccountRef ref = wanted.get(id);
                    if (ref == null) {
                        throw new IllegalStateException("account " + id + " was not asked for");
                    }
                    rows.put(
                            id,
                            new AccountState(
                                    id,
                                    ref,
                                    new Numbers(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)),
                                    row.getLong(6),
                                    SqlTimes.optionalInstant(row, 7),
                                    row.getObject(8, Long.class),
                                    Collections.emptySortedMap(),
                                    Map.of()));
                    if (row.getBoolean(9)) {
                        lots.put(id, new TreeMap<>());
                    }
                },
                company.value(),
                wanted.keySet().stream().mapToLong(Long::longValue).toArray());
    }

    /// A kind as its columns tell it.
    static AccountKind kind(String name, String asset, String normal, boolean floored) {
        return new AccountKind(name, Asset.valueOf(asset), Side.valueOf(normal), floored);
    }

    static AccountState state(ResultSet row) throws SQLException {
        long floor = row.getLong("floor");
        boolean floored = !row.wasNull();
        AccountKind kind = kind(row.getString("kind"), row.getString("asset"), row.getString("normal"), floored);
        Numbers numbers = new Numbers(
                row.getLong("posted_debits"),
                row.getLong("posted_credits"),
                row.getLong("pending_debits"),
                row.getLong("pending_credits"));
        return new AccountState(
                row.getLong("id"),
                new AccountRef(kind, row.getLong("owner")),
                numbers,
                row.getLong("version"),
                SqlTimes.optionalInstant(row, "last_recorded_at"),
                floored ? floor : null,
                new TreeMap<>(),
                Map.of());
    }

    private void readLots(CompanyKey company, Map<Long, SortedMap<LocalDate, Lot>> lots) {
        if (lots.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        select account_id, expires_on, remaining, held from ledger.lot
                        where company_id = ? and account_id = any(?) and remaining > 0""")
                .param(company.value())
                .param(lots.keySet().toArray(Long[]::new))
                .query(row -> {
                    lots.computeIfAbsent(row.getLong(1), _ -> new TreeMap<>())
                            .put(row.getObject(2, LocalDate.class), new Lot(row.getLong(3), row.getLong(4)));
                });
    }

    private static void readUsed(
            RoundTrip trip,
            CompanyKey company,
            Map<AccountRef, Long> ids,
            Map<AccountRef, Set<LimitKey>> limits,
            Map<Long, Map<LimitKey, Long>> used) {
        if (limits.isEmpty()) {
            return;
        }
        List<Long> accounts = new ArrayList<>();
        List<LimitKey> keys = new ArrayList<>();
        limits.forEach((ref, asked) -> asked.forEach(key -> {
            accounts.add(ids.get(ref));
            keys.add(key);
        }));
        Columns columns = new Columns(2, keys.size());
        keys.forEach(key -> columns.add(key.name(), key.period()));
        trip.read(
                """
                        select asked.place, limit_use.used
                        from unnest(?::bigint[], ?::text[], ?::text[]) with ordinality
                            as asked (account_id, name, period, place)
                        join ledger.limit_use using (account_id, name, period)
                        where limit_use.company_id = ?""",
                row -> {
                    int place = row.getInt(1) - 1;
                    used.computeIfAbsent(accounts.get(place), _ -> new HashMap<>())
                            .put(keys.get(place), row.getLong(2));
                },
                accounts.toArray(Long[]::new),
                columns.at(0),
                columns.at(1),
                company.value());
    }

    /// Writes accounts as they are now: one row an account, and the lots and counts that changed.
    void save(RoundTrip trip, CompanyKey company, Map<AccountRef, AccountState> before, Collection<AccountState> now) {
        saveNumbers(trip, company, before, now);
        saveLots(trip, company, before, now);
        saveLimits(trip, company, before, now);
    }

    /// The version as it was read guards each row: a write that nobody locked against would be lost silently. The
    /// database itself counts what it changed, because the commit may travel along.
    private static void saveNumbers(
            RoundTrip trip, CompanyKey company, Map<AccountRef, AccountState> before, Collection<AccountState> now) {
        int count = now.size();
        long[][] numbers = new long[8][count];
        @Nullable Long[] floors = new Long[count];
        Columns columns = new Columns(1, count);
        int i = 0;
        for (AccountState account : now) {
            numbers[0][i] = account.id();
            numbers[1][i] = account.numbers().postedDebits();
            numbers[2][i] = account.numbers().postedCredits();
            numbers[3][i] = account.numbers().pendingDebits();
            numbers[4][i] = account.numbers().pendingCredits();
            numbers[5][i] = account.version();
            numbers[6][i] = account.version() - entriesSince(before, account);
            numbers[7][i] = SqlTimes.micros(Objects.requireNonNull(account.lastRecordedAt()));
            floors[i] = account.floor();
            columns.add(Boolean.toString(!account.lots().isEmpty()));
            i++;
        }
        trip.read(
                """
                        with saved as (
                            update ledger.account
                            set posted_debits = changed.posted_debits, posted_credits = changed.posted_credits,
                                pending_debits = changed.pending_debits, pending_credits = changed.pending_credits,
                                version = changed.version, floor = changed.floor,
                                last_recorded_at = timestamptz 'epoch' + changed.recorded * interval '1 microsecond',
                                lotted = account.lotted or changed.lotted
                            from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                                    ?::bigint[], ?::bigint[], ?::bigint[], ?::text[]::boolean[])
                                as changed (id, posted_debits, posted_credits, pending_debits, pending_credits, version,
                                    version_before, recorded, floor, lotted)
                            where account.company_id = ? and account.id = changed.id
                                and account.version = changed.version_before
                            returning true)
                        select ledger.expect_rows(count(*), ?) from saved""",
                _ -> {},
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                numbers[5],
                numbers[6],
                numbers[7],
                floors,
                columns.at(0),
                company.value(),
                count);
    }

    private static long entriesSince(Map<AccountRef, AccountState> before, AccountState now) {
        AccountState was = before.get(now.ref());
        return was == null ? now.version() : now.version() - was.version();
    }

    private static void saveLots(
            RoundTrip trip, CompanyKey company, Map<AccountRef, AccountState> before, Collection<AccountState> now) {
        List<long[]> numbers = new ArrayList<>();
        List<String> days = new ArrayList<>();
        for (AccountState account : now) {
            AccountState was = before.get(account.ref());
            account.lots().forEach((day, lot) -> {
                if (was == null || !lot.equals(was.lots().get(day))) {
                    numbers.add(new long[] {account.id(), lot.remaining(), lot.held()});
                    days.add(day.toString());
                }
            });
        }
        if (numbers.isEmpty()) {
            return;
        }
        trip.write(
                """
                        insert into ledger.lot as lot (company_id, account_id, remaining, held, expires_on)
                        select ?, changed.* from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[]::date[])
                            as changed
                        on conflict (company_id, account_id, expires_on)
                        do update set remaining = excluded.remaining, held = excluded.held""",
                company.value(),
                column(numbers, 0),
                column(numbers, 1),
                column(numbers, 2),
                days.toArray(String[]::new));
    }

    private static void saveLimits(
            RoundTrip trip, CompanyKey company, Map<AccountRef, AccountState> before, Collection<AccountState> now) {
        List<long[]> numbers = new ArrayList<>();
        List<LimitKey> keys = new ArrayList<>();
        for (AccountState account : now) {
            AccountState was = before.get(account.ref());
            account.limits().forEach((key, used) -> {
                if (was == null || !used.equals(was.limits().get(key))) {
                    numbers.add(new long[] {account.id(), used});
                    keys.add(key);
                }
            });
        }
        if (numbers.isEmpty()) {
            return;
        }
        Columns columns = new Columns(2, keys.size());
        keys.forEach(key -> columns.add(key.name(), key.period()));
        trip.write("""
                        insert into ledger.limit_use (company_id, account_id, used, name, period)
                        select ?, changed.* from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[]) as changed
                        on conflict (company_id, account_id, name, period) do update set used = excluded.used""", company.value(), column(numbers, 0), column(numbers, 1), columns.at(0), columns.at(1));
    }

    private static long[] column(List<long[]> rows, int column) {
        return rows.stream().mapToLong(row -> row[column]).toArray();
    }
}
