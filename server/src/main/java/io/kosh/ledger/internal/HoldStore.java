package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.HoldState;
import io.kosh.ledger.HoldView;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.LimitUse;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Holds and their legs. A hold changes under the locks of its accounts only.
@Component
final class HoldStore {
    private final JdbcClient jdbc;
    private final JsonMapper json;

    HoldStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// What is known of some holds before their accounts are locked.
    ///
    /// @param accounts the accounts by id: they never change
    /// @param limits   what each account counts for them: a hold never counts against another limit later
    record Touched(Map<Long, AccountRef> accounts, Map<Long, Set<LimitKey>> limits) {}

    Touched touched(RoundTrip trip, CompanyKey company, Collection<Long> holds) {
        Touched touched = new Touched(new HashMap<>(), new HashMap<>());
        Long[] asked = holds.toArray(Long[]::new);
        trip.read(
                """
                        select id, kind, owner, asset, normal, floor is not null
                        from ledger.account
                        where company_id = ? and id in (
                            select debit_account from ledger.hold_leg where company_id = ? and transfer_id = any(?)
                            union
                            select credit_account from ledger.hold_leg where company_id = ? and transfer_id = any(?))""",
                row -> touched.accounts()
                        .put(
                                row.getLong(1),
                                new AccountRef(
                                        AccountStore.kind(
                                                row.getString(2),
                                                row.getString(4),
                                                row.getString(5),
                                                row.getBoolean(6)),
                                        row.getLong(3))),
                company.value(),
                company.value(),
                asked,
                company.value(),
                asked);
        trip.read(
                """
                        select (use ->> 0)::bigint, use ->> 1, use ->> 2
                        from ledger.hold cross join lateral jsonb_array_elements(limits) as each (use)
                        where company_id = ? and transfer_id = any(?)""",
                row -> touched.limits()
                        .computeIfAbsent(row.getLong(1), _ -> new HashSet<>())
                        .add(new LimitKey(row.getString(2), row.getString(3))),
                company.value(),
                asked);
        return touched;
    }

    /// Holds as they are, read after their accounts are locked.
    Map<Long, Held> read(CompanyKey company, Collection<Long> holds, Collection<AccountState> accounts) {
        Map<Long, AccountRef> refs = accounts.stream().collect(Collectors.toMap(AccountState::id, AccountState::ref));
        Map<Long, List<HeldLeg>> legs = new HashMap<>();
        jdbc.sql("""
                        select transfer_id, debit_account, credit_account, amount, captured, lot_days, lot_amounts
                        from ledger.hold_leg where company_id = ? and transfer_id = any(?)
                        order by transfer_id, place""").param(company.value()).param(holds.toArray(Long[]::new)).query(row -> {
            HeldLeg leg = new HeldLeg(
                    account(refs, row.getLong(2)),
                    account(refs, row.getLong(3)),
                    row.getLong(4),
                    row.getLong(5),
                    lots(row.getArray(6), row.getArray(7)));
            legs.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>()).add(leg);
        });
        Map<Long, List<LimitUse>> limits = new HashMap<>();
        jdbc.sql("""
                        select transfer_id, (use ->> 0)::bigint, use ->> 1, use ->> 2, (use ->> 3)::bigint,
                            (use ->> 4)::boolean
                        from ledger.hold cross join lateral jsonb_array_elements(limits) with ordinality as each (use, place)
                        where company_id = ? and transfer_id = any(?)
                        order by transfer_id, place""").param(company.value()).param(holds.toArray(Long[]::new)).query(row -> {
            LimitUse use = new LimitUse(
                    account(refs, row.getLong(2)),
                    row.getString(3),
                    row.getString(4),
                    row.getLong(5),
                    Long.MAX_VALUE,
                    row.getBoolean(6) ? LimitUse.Measure.TIMES : LimitUse.Measure.VALUE);
            limits.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>()).add(use);
        });
        Map<Long, Held> found = new HashMap<>();
        jdbc.sql("""
                        select transfer_id, state, template, due_at, ended_by
                        from ledger.hold where company_id = ? and transfer_id = any(?)""").param(company.value()).param(holds.toArray(Long[]::new)).query(row -> {
            long id = row.getLong(1);
            long endedBy = row.getLong(5);
            Held held = new Held(
                    id,
                    HoldState.valueOf(row.getString(2)),
                    row.getString(3),
                    SqlTimes.instant(row, "due_at"),
                    legs.getOrDefault(id, List.of()),
                    limits.getOrDefault(id, List.of()),
                    endedBy == 0 ? null : endedBy);
            found.put(id, held);
        });
        return found;
    }

    private static AccountRef account(Map<Long, AccountRef> refs, long id) {
        AccountRef ref = refs.get(id);
        if (ref == null) {
            throw new IllegalStateException("a hold's account was not locked: " + id);
        }
        return ref;
    }

    private static SortedMap<LocalDate, Long> lots(Array days, Array amounts) throws SQLException {
        Date[] day = (Date[]) days.getArray();
        Long[] amount = (Long[]) amounts.getArray();
        SortedMap<LocalDate, Long> lots = new TreeMap<>();
        for (int i = 0; i < day.length; i++) {
            lots.put(day[i].toLocalDate(), amount[i]);
        }
        return lots;
    }

    /// Writes holds that are new and those that changed, in the same number of statements however many.
    ///
    /// @param before the state that the holds were decided on
    void save(RoundTrip trip, CompanyKey company, Collection<Held> holds, Books.State before) {
        List<Held> made = holds.stream()
                .filter(hold -> !before.holds().containsKey(hold.transfer()))
                .toList();
        List<Held> changed = holds.stream()
                .filter(hold -> before.holds().containsKey(hold.transfer()))
                .toList();
        if (!made.isEmpty()) {
            insert(trip, company, made, before.accounts());
            insertLegs(trip, company, Placed.of(made), before.accounts());
        }
        if (!changed.isEmpty()) {
            change(trip, company, changed, before.accounts());
        }
    }

    /// A leg with the hold that it belongs to and its place in it.
    private record Placed(long transfer, int place, HeldLeg leg) {
        static List<Placed> of(List<Held> holds) {
            List<Placed> placed = new ArrayList<>();
            for (Held hold : holds) {
                for (int place = 0; place < hold.legs().size(); place++) {
                    placed.add(new Placed(hold.transfer(), place, hold.legs().get(place)));
                }
            }
            return placed;
        }
    }

    private void insert(RoundTrip trip, CompanyKey company, List<Held> holds, Map<AccountRef, AccountState> accounts) {
        Columns columns = new Columns(4, holds.size());
        holds.forEach(hold ->
                columns.add(hold.state().name(), hold.template(), hold.dueAt().toString(), limits(hold, accounts)));
        trip.write(
                """
                        insert into ledger.hold (company_id, transfer_id, state, template, due_at, limits)
                        select ?, made.*
                        from unnest(?::bigint[], ?::text[], ?::text[], ?::text[]::timestamptz[], ?::text[]::jsonb[])
                            as made""",
                company.value(),
                holds.stream().map(Held::transfer).toArray(Long[]::new),
                columns.at(0),
                columns.at(1),
                columns.at(2),
                columns.at(3));
    }

    /// Account, name, period, amount, and whether it counts times, of each limit.
    private String limits(Held hold, Map<AccountRef, AccountState> accounts) {
        return hold.limits().isEmpty()
                ? "[]"
                : json.writeValueAsString(hold.limits().stream()
                        .map(use -> List.of(
                                id(accounts, use.account()), use.name(), use.period(), use.amount(), use.ofTimes()))
                        .toList());
    }

    /// An array of arrays would be taken apart by unnest, so each leg's lots travel as text.
    private static void insertLegs(
            RoundTrip trip, CompanyKey company, List<Placed> legs, Map<AccountRef, AccountState> accounts) {
        Columns lots = lots(legs);
        trip.write(
                """
                        insert into ledger.hold_leg (company_id, transfer_id, place, debit_account, credit_account,
                            amount, lot_days, lot_amounts)
                        select ?, leg.transfer_id, leg.place, leg.debit, leg.credit, leg.amount, leg.days::date[],
                            leg.amounts::bigint[]
                        from unnest(?::bigint[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[])
                            as leg (transfer_id, place, debit, credit, amount, days, amounts)""",
                company.value(),
                column(legs, Placed::transfer),
                legs.stream().map(Placed::place).toArray(Integer[]::new),
                column(legs, placed -> id(accounts, placed.leg().debit())),
                column(legs, placed -> id(accounts, placed.leg().credit())),
                column(legs, placed -> placed.leg().amount()),
                lots.at(0),
                lots.at(1));
    }

    private static Columns lots(List<Placed> legs) {
        Columns lots = new Columns(2, legs.size());
        legs.forEach(placed -> lots.add(
                array(placed.leg().lots().keySet()), array(placed.leg().lots().values())));
        return lots;
    }

    private static Long[] column(List<Placed> legs, Function<Placed, Long> value) {
        return legs.stream().map(value).toArray(Long[]::new);
    }

    private static String array(Collection<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private void change(RoundTrip trip, CompanyKey company, List<Held> holds, Map<AccountRef, AccountState> accounts) {
        trip.write(
                """
                        update ledger.hold set state = changed.state, ended_by = changed.ended_by,
                            limits = changed.limits::jsonb
                        from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[])
                            as changed (transfer_id, ended_by, state, limits)
                        where hold.company_id = ? and hold.transfer_id = changed.transfer_id""",
                holds.stream().map(Held::transfer).toArray(Long[]::new),
                holds.stream().map(Held::endedBy).toArray(Long[]::new),
                holds.stream().map(hold -> hold.state().name()).toArray(String[]::new),
                holds.stream().map(hold -> limits(hold, accounts)).toArray(String[]::new),
                company.value());
        List<Placed> legs = Placed.of(holds);
        Columns lots = lots(legs);
        trip.write(
                """
                        update ledger.hold_leg as leg set amount = changed.amount, captured = changed.captured,
                            lot_days = changed.days::date[], lot_amounts = changed.amounts::bigint[]
                        from unnest(?::bigint[], ?::int[], ?::bigint[], ?::bigint[], ?::text[], ?::text[])
                            as changed (transfer_id, place, amount, captured, days, amounts)
                        where leg.company_id = ? and leg.transfer_id = changed.transfer_id
                            and leg.place = changed.place""",
                column(legs, Placed::transfer),
                legs.stream().map(Placed::place).toArray(Integer[]::new),
                column(legs, placed -> placed.leg().amount()),
                column(legs, placed -> placed.leg().captured()),
                lots.at(0),
                lots.at(1),
                company.value());
    }

    private static long id(Map<AccountRef, AccountState> accounts, AccountRef ref) {
        AccountState state = accounts.get(ref);
        if (state == null) {
            throw new IllegalStateException("a hold's account was not locked: " + ref);
        }
        return state.id();
    }

    /// Holds by their transfers, with what their legs sum up to.
    Map<Long, HoldView> views(CompanyKey company, Collection<Long> transfers) {
        Map<Long, HoldView> views = new HashMap<>();
        jdbc.sql("""
                        select hold.transfer_id, hold.state, hold.template, hold.due_at, hold.ended_by,
                            sum(leg.amount) as amount, sum(leg.captured) as captured,
                            (array_agg(account.owner order by leg.place))[1] as owner
                        from ledger.hold
                        join ledger.hold_leg as leg using (company_id, transfer_id)
                        join ledger.account on account.company_id = leg.company_id and account.id = leg.debit_account
                        where hold.company_id = ? and hold.transfer_id = any(?)
                        group by hold.transfer_id, hold.state, hold.template, hold.due_at, hold.ended_by""")
                .param(company.value())
                .param(transfers.toArray(Long[]::new))
                .query(row -> {
                    HoldView view = new HoldView(
                            row.getLong("transfer_id"),
                            HoldState.valueOf(row.getString("state")),
                            row.getString("template"),
                            row.getLong("owner"),
                            row.getLong("amount"),
                            row.getLong("captured"),
                            SqlTimes.instant(row, "due_at"),
                            row.getObject("ended_by", Long.class));
                    views.put(view.transfer(), view);
                });
        return views;
    }

    /// What the capture that ended a hold took of which lots. A leg takes soonest to end first, and last what never
    /// ends, as [WorkingAccount#settle] does.
    List<Ledger.Captured> captured(CompanyKey company, long hold) {
        List<Ledger.Captured> taken = new ArrayList<>();
        jdbc.sql("""
                        select captured, lot_days, lot_amounts from ledger.hold_leg
                        where company_id = ? and transfer_id = ? order by place""").params(company.value(), hold).query(row -> {
            long left = row.getLong(1);
            for (Map.Entry<LocalDate, Long> lot :
                    lots(row.getArray(2), row.getArray(3)).entrySet()) {
                long part = Math.min(left, lot.getValue());
                if (part > 0) {
                    taken.add(new Ledger.Captured(lot.getKey(), part));
                    left -= part;
                }
            }
            if (left > 0) {
                taken.add(new Ledger.Captured(null, left));
            }
        });
        return taken;
    }

    /// A hold whose time is over.
    record DueHold(long transfer, Instant dueAt) {}

    /// Holds whose time is over, oldest first.
    ///
    /// @param after the last hold of the page before, null to begin
    List<DueHold> due(CompanyKey company, Instant now, @Nullable DueHold after, int most) {
        return jdbc.sql("""
                        select transfer_id, due_at from ledger.hold
                        where company_id = ? and state = 'HELD' and due_at <= ? and (due_at, transfer_id) > (?, ?)
                        order by due_at, transfer_id limit ?""")
                .params(company.value(), SqlTimes.column(now))
                .param(SqlTimes.column(after == null ? Instant.EPOCH : after.dueAt()))
                .param(after == null ? 0L : after.transfer())
                .param(most)
                .query((row, _) -> new DueHold(row.getLong(1), SqlTimes.instant(row, "due_at")))
                .list();
    }

    /// How many holds of some companies have ended by each one's own time; read as the platform role.
    long countDue(Map<CompanyKey, Instant> at) {
        return jdbc.sql("""
                        select count(*)
                        from unnest(?::bigint[], ?::text[]::timestamptz[]) as asked (company_id, now)
                        join ledger.hold using (company_id)
                        where hold.state = 'HELD' and hold.due_at <= asked.now""")
                .param(at.keySet().stream().map(CompanyKey::value).toArray(Long[]::new))
                .param(at.values().stream().map(Instant::toString).toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    /// The companies with open holds and when the first of each ends; read as the platform role.
    Map<CompanyKey, Instant> earliestDue() {
        Map<CompanyKey, Instant> earliest = new HashMap<>();
        jdbc.sql("select company_id, min(due_at) as due from ledger.hold where state = 'HELD' group by company_id")
                .query(row -> {
                    earliest.put(new CompanyKey(row.getLong(1)), SqlTimes.instant(row, "due"));
                });
        return earliest;
    }
}
