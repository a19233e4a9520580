package io.kosh.ledger.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Asset;
import io.kosh.ledger.Side;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Accounts with what changes under their lock: numbers, lots, limits. An account's id never changes, so ids are
/// remembered once they are committed; its numbers are read under the lock, every time.
@Component
final class AccountStore {
    private final JdbcClient jdbc;
    private final Cache<Key, Long> ids =
            Caffeine.newBuilder().maximumSize(200_000).build();

    AccountStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Key(CompanyKey company, String kind, long owner) {
        static Key of(CompanyKey company, AccountRef ref) {
            return new Key(company, ref.kind().name(), ref.owner());
        }
    }

    /// A locked row with what of it is not state.
    private record Row(AccountState state, boolean lotted) {}

    /// Locks accounts in the order of their ids, opening those that are not there yet, and reads them with their lots
    /// and the asked counts.
    ///
    /// @param more ids of further accounts to lock
    Map<AccountRef, AccountState> lock(
            CompanyKey company, Set<AccountRef> refs, Collection<Long> more, Map<AccountRef, Set<LimitKey>> limits) {
        Set<Long> wanted = wanted(company, refs, more);
        List<Row> rows = lockRows(company, wanted);
        if (rows.size() < wanted.size()) {
            // Accounts go away only where a sandbox replaces a company's state; no other ever gets their ids.
            ids.asMap().keySet().removeIf(key -> key.company().equals(company));
            rows = lockRows(company, wanted(company, refs, more));
        }
        Map<Long, SortedMap<LocalDate, Lot>> lots = lots(
                company,
                rows.stream().filter(Row::lotted).map(row -> row.state().id()).toList());
        Map<Long, Map<LimitKey, Long>> used = used(company, rows, limits);
        Map<AccountRef, AccountState> accounts = new HashMap<>();
        for (Row row : rows) {
            AccountState state = row.state();
            accounts.put(
                    state.ref(),
                    new AccountState(
                            state.id(),
                            state.ref(),
                            state.numbers(),
                            state.version(),
                            state.lastRecordedAt(),
                            state.floor(),
                            lots.getOrDefault(state.id(), new TreeMap<>()),
                            used.getOrDefault(state.id(), Map.of())));
        }
        return accounts;
    }

    private List<Row> lockRows(CompanyKey company, Collection<Long> wanted) {
        return jdbc.sql("""
                        select id, kind, owner, asset, normal, posted_debits, posted_credits, pending_debits,
                            pending_credits, version, last_recorded_at, floor, lotted
                        from ledger.account
                        where company_id = ? and id = any(?)
                        order by id
                        for update""")
                .param(company.value())
                .param(wanted.toArray(Long[]::new))
                .query((row, _) -> new Row(state(row), row.getBoolean("lotted")))
                .list();
    }

    static AccountState state(ResultSet row) throws SQLException {
        long floor = row.getLong("floor");
        boolean floored = !row.wasNull();
        AccountKind kind = new AccountKind(
                row.getString("kind"),
                Asset.valueOf(row.getString("asset")),
                Side.valueOf(row.getString("normal")),
                floored);
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

    /// Those of some accounts that are there.
    Set<AccountRef> existing(CompanyKey company, Set<AccountRef> refs) {
        Set<Key> there = found(company, List.copyOf(refs)).keySet();
        return refs.stream().filter(ref -> there.contains(Key.of(company, ref))).collect(Collectors.toSet());
    }

    private Set<Long> wanted(CompanyKey company, Set<AccountRef> refs, Collection<Long> more) {
        TreeSet<Long> wanted = new TreeSet<>(more);
        wanted.addAll(ids(company, refs));
        return wanted;
    }

    private List<Long> ids(CompanyKey company, Set<AccountRef> refs) {
        List<Long> found = new ArrayList<>(refs.size());
        List<AccountRef> unknown = new ArrayList<>();
        for (AccountRef ref : refs) {
            Long id = ids.getIfPresent(Key.of(company, ref));
            if (id == null) {
                unknown.add(ref);
            } else {
                found.add(id);
            }
        }
        if (!unknown.isEmpty()) {
            open(company, unknown);
            found.addAll(remember(company, unknown));
        }
        return found;
    }

    private void open(CompanyKey company, List<AccountRef> refs) {
        Columns columns = new Columns(3, refs.size());
        long[] owners = new long[refs.size()];
        @Nullable Long[] floors = new Long[refs.size()];
        for (int i = 0; i < refs.size(); i++) {
            AccountKind kind = refs.get(i).kind();
            owners[i] = refs.get(i).owner();
            floors[i] = kind.floored() ? 0L : null;
            columns.add(kind.name(), kind.asset().name(), kind.normal().name());
        }
        jdbc.sql("""
                        insert into ledger.account (company_id, id, owner, floor, kind, asset, normal)
                        select ?, nextval('ledger.account_id'), wanted.*
                        from (select * from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[])
                                  as given (owner, floor, kind, asset, normal)
                              where not exists (select from ledger.account
                                  where account.company_id = ? and account.kind = given.kind
                                      and account.owner = given.owner)
                              order by given.kind, given.owner) as wanted
                        on conflict (company_id, kind, owner) do nothing""")
                .param(company.value())
                .param(owners)
                .param(floors)
                .params(columns.all())
                .param(company.value())
                .update();
    }

    /// Ids of accounts that are there; remembered when the transaction commits, because one that it opened may yet roll
    /// back and its id go to another account.
    private Collection<Long> remember(CompanyKey company, List<AccountRef> refs) {
        Map<Key, Long> fresh = found(company, refs);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                ids.putAll(fresh);
            }
        });
        return fresh.values();
    }

    private Map<Key, Long> found(CompanyKey company, List<AccountRef> refs) {
        Columns columns = new Columns(1, refs.size());
        long[] owners = new long[refs.size()];
        for (int i = 0; i < refs.size(); i++) {
            columns.add(refs.get(i).kind().name());
            owners[i] = refs.get(i).owner();
        }
        Map<Key, Long> found = new HashMap<>();
        jdbc.sql("""
                        select account.id, account.kind, account.owner
                        from unnest(?::text[], ?::bigint[]) as wanted (kind, owner)
                        join ledger.account using (kind, owner)
                        where account.company_id = ?""").params(columns.all()).param(owners).param(company.value()).query(row -> {
            found.put(new Key(company, row.getString(2), row.getLong(3)), row.getLong(1));
        });
        return found;
    }

    private Map<Long, SortedMap<LocalDate, Lot>> lots(CompanyKey company, List<Long> accounts) {
        Map<Long, SortedMap<LocalDate, Lot>> lots = new HashMap<>();
        if (!accounts.isEmpty()) {
            jdbc.sql("""
                            select account_id, expires_on, remaining, held from ledger.lot
                            where company_id = ? and account_id = any(?) and remaining > 0""")
                    .param(company.value())
                    .param(accounts.toArray(Long[]::new))
                    .query(row -> {
                        lots.computeIfAbsent(row.getLong(1), _ -> new TreeMap<>())
                                .put(row.getObject(2, LocalDate.class), new Lot(row.getLong(3), row.getLong(4)));
                    });
        }
        return lots;
    }

    private Map<Long, Map<LimitKey, Long>> used(
            CompanyKey company, List<Row> rows, Map<AccountRef, Set<LimitKey>> limits) {
        Map<Long, Map<LimitKey, Long>> used = new HashMap<>();
        if (limits.isEmpty()) {
            return used;
        }
        List<Long> accounts = new ArrayList<>();
        List<LimitKey> keys = new ArrayList<>();
        for (Row row : rows) {
            for (LimitKey key : limits.getOrDefault(row.state().ref(), Set.of())) {
                accounts.add(row.state().id());
                keys.add(key);
            }
        }
        Columns columns = new Columns(2, keys.size());
        keys.forEach(key -> columns.add(key.name(), key.period()));
        jdbc.sql("""
                        select account_id, name, period, used
                        from unnest(?::bigint[], ?::text[], ?::text[]) as asked (account_id, name, period)
                        join ledger.limit_use using (account_id, name, period)
                        where company_id = ?""")
                .param(accounts.toArray(Long[]::new))
                .params(columns.all())
                .param(company.value())
                .query(row -> {
                    used.computeIfAbsent(row.getLong(1), _ -> new HashMap<>())
                            .put(new LimitKey(row.getString(2), row.getString(3)), row.getLong(4));
                });
        return used;
    }

    /// Writes accounts as they are now: one row an account, and the lots and counts that changed.
    void save(CompanyKey company, Map<AccountRef, AccountState> before, Collection<AccountState> now) {
        saveNumbers(company, before, now);
        saveLots(company, before, now);
        saveLimits(company, before, now);
    }

    /// The version as it was read guards each row: a write that nobody locked against would be lost silently.
    private void saveNumbers(CompanyKey company, Map<AccountRef, AccountState> before, Collection<AccountState> now) {
        int count = now.size();
        long[][] numbers = new long[7][count];
        @Nullable Long[] floors = new Long[count];
        Columns columns = new Columns(2, count);
        int i = 0;
        for (AccountState account : now) {
            numbers[0][i] = account.id();
            numbers[1][i] = account.numbers().postedDebits();
            numbers[2][i] = account.numbers().postedCredits();
            numbers[3][i] = account.numbers().pendingDebits();
            numbers[4][i] = account.numbers().pendingCredits();
            numbers[5][i] = account.version();
            numbers[6][i] = account.version() - entriesSince(before, account);
            floors[i] = account.floor();
            columns.add(
                    String.valueOf(account.lastRecordedAt()),
                    Boolean.toString(!account.lots().isEmpty()));
            i++;
        }
        int updated = jdbc.sql("""
                        update ledger.account
                        set posted_debits = changed.posted_debits, posted_credits = changed.posted_credits,
                            pending_debits = changed.pending_debits, pending_credits = changed.pending_credits,
                            version = changed.version, floor = changed.floor,
                            last_recorded_at = changed.last_recorded_at, lotted = account.lotted or changed.lotted
                        from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                                ?::bigint[], ?::bigint[], ?::text[]::timestamptz[], ?::text[]::boolean[])
                            as changed (id, posted_debits, posted_credits, pending_debits, pending_credits, version,
                                version_before, floor, last_recorded_at, lotted)
                        where account.company_id = ? and account.id = changed.id
                            and account.version = changed.version_before""")
                .params(List.of(
                        numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], floors))
                .params(columns.all())
                .param(company.value())
                .update();
        if (updated != count) {
            throw new IllegalStateException("accounts of company " + company.value() + " changed under their lock");
        }
    }

    private static long entriesSince(Map<AccountRef, AccountState> before, AccountState now) {
        AccountState was = before.get(now.ref());
        return was == null ? now.version() : now.version() - was.version();
    }

    private void saveLots(CompanyKey company, Map<AccountRef, AccountState> before, Collection<AccountState> now) {
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
        jdbc.sql("""
                        insert into ledger.lot as lot (company_id, account_id, remaining, held, expires_on)
                        select ?, changed.* from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[]::date[])
                            as changed
                        on conflict (company_id, account_id, expires_on)
                        do update set remaining = excluded.remaining, held = excluded.held""")
                .param(company.value())
                .params(List.of(column(numbers, 0), column(numbers, 1), column(numbers, 2)))
                .param(days.toArray(String[]::new))
                .update();
    }

    private void saveLimits(CompanyKey company, Map<AccountRef, AccountState> before, Collection<AccountState> now) {
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
        jdbc.sql("""
                        insert into ledger.limit_use (company_id, account_id, used, name, period)
                        select ?, changed.* from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[]) as changed
                        on conflict (company_id, account_id, name, period) do update set used = excluded.used""")
                .param(company.value())
                .params(List.of(column(numbers, 0), column(numbers, 1)))
                .params(columns.all())
                .update();
    }

    private static long[] column(List<long[]> rows, int column) {
        return rows.stream().mapToLong(row -> row[column]).toArray();
    }
}
