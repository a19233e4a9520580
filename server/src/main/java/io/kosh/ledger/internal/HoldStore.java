package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.HoldState;
import io.kosh.ledger.HoldView;
import io.kosh.platform.SqlTimes;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Holds and their legs. A hold changes under the locks of its accounts only.
@Component
final class HoldStore {
    private final JdbcClient jdbc;

    HoldStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The accounts of some holds: known before the locks, since they never change.
    List<Long> accounts(CompanyKey company, Collection<Long> holds) {
        return jdbc.sql("""
                        select debit_account from ledger.hold_leg where company_id = ? and transfer_id = any(?)
                        union
                        select credit_account from ledger.hold_leg where company_id = ? and transfer_id = any(?)""")
                .param(company.value())
                .param(holds.toArray(Long[]::new))
                .param(company.value())
                .param(holds.toArray(Long[]::new))
                .query((row, _) -> row.getLong(1))
                .list();
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

    /// Writes a hold that is new, or ends one. Holds are rare beside postings, so this goes one by one.
    void save(CompanyKey company, Held hold, Map<AccountRef, AccountState> accounts) {
        Long endedBy = hold.endedBy();
        if (endedBy != null) {
            end(company, hold, endedBy);
            return;
        }
        jdbc.sql("""
                        insert into ledger.hold (company_id, transfer_id, state, template, due_at)
                        values (?, ?, ?, ?, ?)""")
                .params(company.value(), hold.transfer(), hold.state().name(), hold.template())
                .param(SqlTimes.column(hold.dueAt()))
                .update();
        for (int place = 0; place < hold.legs().size(); place++) {
            HeldLeg leg = hold.legs().get(place);
            jdbc.sql("""
                            insert into ledger.hold_leg (company_id, transfer_id, place, debit_account, credit_account,
                                amount, lot_days, lot_amounts)
                            values (?, ?, ?, ?, ?, ?, ?::text[]::date[], ?::bigint[])""")
                    .params(company.value(), hold.transfer(), place)
                    .params(id(accounts, leg.debit()), id(accounts, leg.credit()), leg.amount())
                    .param(leg.lots().keySet().stream().map(LocalDate::toString).toArray(String[]::new))
                    .param(leg.lots().values().toArray(Long[]::new))
                    .update();
        }
    }

    private void end(CompanyKey company, Held hold, long endedBy) {
        jdbc.sql("update ledger.hold set state = ?, ended_by = ? where company_id = ? and transfer_id = ?")
                .params(hold.state().name(), endedBy, company.value(), hold.transfer())
                .update();
        for (int place = 0; place < hold.legs().size(); place++) {
            jdbc.sql("update ledger.hold_leg set captured = ? where company_id = ? and transfer_id = ? and place = ?")
                    .params(hold.legs().get(place).captured(), company.value(), hold.transfer(), place)
                    .update();
        }
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

    /// Holds whose time is over, oldest first.
    List<Long> due(CompanyKey company, Instant now, int most) {
        return jdbc.sql("""
                        select transfer_id from ledger.hold
                        where company_id = ? and state = 'HELD' and due_at <= ? order by due_at limit ?""")
                .params(company.value(), SqlTimes.column(now), most)
                .query((row, _) -> row.getLong(1))
                .list();
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
