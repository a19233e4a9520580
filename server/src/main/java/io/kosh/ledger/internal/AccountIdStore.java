package io.kosh.ledger.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.platform.CompanyMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Opens accounts and knows their ids. An id never changes, nor does what kind of account it is, so they are remembered
/// once they are committed.
@Component
final class AccountIdStore implements CompanyMemory {
    private final JdbcClient jdbc;
    private final Cache<Key, Long> ids =
            Caffeine.newBuilder().maximumSize(200_000).build();

    AccountIdStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Key(CompanyKey company, String kind, long owner) {
        static Key of(CompanyKey company, AccountRef ref) {
            return new Key(company, ref.kind().name(), ref.owner());
        }
    }

    @Override
    public void replaced(CompanyKey company, long generation) {
        forget(company);
    }

    void forget(CompanyKey company) {
        ids.asMap().keySet().removeIf(key -> key.company().equals(company));
    }

    /// Those of some accounts that are there.
    Set<AccountRef> existing(CompanyKey company, Set<AccountRef> refs) {
        Set<Key> there = found(company, List.copyOf(refs)).keySet();
        return refs.stream().filter(ref -> there.contains(Key.of(company, ref))).collect(Collectors.toSet());
    }

    /// The ids of some accounts, opening those that are not there yet.
    Map<AccountRef, Long> opened(CompanyKey company, Set<AccountRef> refs) {
        Map<AccountRef, Long> found = HashMap.newHashMap(refs.size());
        List<AccountRef> unknown = new ArrayList<>();
        for (AccountRef ref : refs) {
            Long id = ids.getIfPresent(Key.of(company, ref));
            if (id == null) {
                unknown.add(ref);
            } else {
                found.put(ref, id);
            }
        }
        if (!unknown.isEmpty()) {
            open(company, unknown);
            Map<Key, Long> opened = remember(company, unknown);
            for (AccountRef ref : unknown) {
                Long id = opened.get(Key.of(company, ref));
                if (id == null) {
                    throw new IllegalStateException("the account was not opened: " + ref);
                }
                found.put(ref, id);
            }
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
    private Map<Key, Long> remember(CompanyKey company, List<AccountRef> refs) {
        Map<Key, Long> fresh = found(company, refs);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                ids.putAll(fresh);
            }
        });
        return fresh;
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
}
