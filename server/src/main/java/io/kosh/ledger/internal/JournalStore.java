package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.EntryView;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.LotView;
import io.kosh.ledger.Side;
import io.kosh.ledger.TransferView;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Page;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Reads the books: accounts, lines, transfers, lots. Locks nothing.
@Component
final class JournalStore {
    private static final TypeReference<Map<String, String>> DETAIL = new TypeReference<>() {};
    private static final String ACCOUNT_COLUMNS = """
            select account.id, account.kind, account.owner, account.asset, account.normal, account.posted_debits,
                account.posted_credits, account.pending_debits, account.pending_credits, account.version,
                account.last_recorded_at, account.floor,
                case when account.lotted then coalesce((
                    select sum(lot.remaining - lot.held) from ledger.lot
                    where lot.company_id = account.company_id and lot.account_id = account.id
                        and lot.expires_on <= ?), 0) else 0 end as ended
            from ledger.account
            """;
    private static final String ENTRY_COLUMNS = """
            select entry.transfer_id, entry.version, entry.account_id, account.kind, account.owner, entry.side,
                entry.posted, entry.pending, entry.balance, entry.recorded_at, transfer.template,
                transfer.source_kind, transfer.source_id, transfer.detail, transfer.relates_to, transfer.phase
            from ledger.entry
            join ledger.account on account.company_id = entry.company_id and account.id = entry.account_id
            join ledger.transfer on transfer.company_id = entry.company_id and transfer.id = entry.transfer_id
                and transfer.recorded_at = entry.recorded_at
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    JournalStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Nullable
    AccountView account(CompanyKey company, AccountRef ref, LocalDate today) {
        return jdbc.sql(ACCOUNT_COLUMNS + "where account.company_id = ? and account.kind = ? and account.owner = ?")
                .params(today, company.value(), ref.kind().name(), ref.owner())
                .query((row, _) -> view(row))
                .optional()
                .orElse(null);
    }

    @Nullable
    AccountView account(CompanyKey company, long id, LocalDate today) {
        return jdbc.sql(ACCOUNT_COLUMNS + "where account.company_id = ? and account.id = ?")
                .params(today, company.value(), id)
                .query((row, _) -> view(row))
                .optional()
                .orElse(null);
    }

    /// @param kind only accounts of this kind, null for all
    List<AccountView> accounts(CompanyKey company, @Nullable String kind, Page.Request page, LocalDate today) {
        return jdbc.sql(ACCOUNT_COLUMNS + """
                        where account.company_id = ? and account.id > ? and (?::text is null or account.kind = ?)
                        order by account.id limit ?""")
                .params(today, company.value(), Objects.requireNonNullElse(page.after(), 0L))
                .param(kind)
                .param(kind)
                .param(page.fetch())
                .query((row, _) -> view(row))
                .list();
    }

    private static AccountView view(ResultSet row) throws SQLException {
        AccountState state = AccountStore.state(row);
        AccountKind kind = state.ref().kind();
        Numbers numbers = state.numbers();
        long balance = numbers.balance(kind.normal());
        long available = balance - numbers.reserved(kind.normal()) - row.getLong("ended");
        return new AccountView(
                state.id(),
                kind.name(),
                state.ref().owner(),
                kind.asset(),
                kind.normal(),
                numbers.postedDebits(),
                numbers.postedCredits(),
                numbers.pendingDebits(),
                numbers.pendingCredits(),
                balance,
                available,
                state.version(),
                state.lastRecordedAt());
    }

    /// The last line of an account that was recorded by a moment, null where there was none yet.
    @Nullable
    EntryView lineAt(CompanyKey company, long account, Instant at) {
        return jdbc.sql(ENTRY_COLUMNS + """
                        where entry.company_id = ? and entry.account_id = ? and entry.recorded_at <= ?
                        order by entry.version desc limit 1""")
                .params(company.value(), account, SqlTimes.column(at))
                .query((row, _) -> entry(row))
                .optional()
                .orElse(null);
    }

    Page<EntryView> entries(CompanyKey company, long account, Page.Request page) {
        List<EntryView> fetched = jdbc.sql(ENTRY_COLUMNS + """
                        where entry.company_id = ? and entry.account_id = ? and entry.version < ?
                        order by entry.version desc limit ?""")
                .params(
                        company.value(),
                        account,
                        Objects.requireNonNullElse(page.after(), Long.MAX_VALUE),
                        page.fetch())
                .query((row, _) -> entry(row))
                .list();
        return Page.of(fetched, page, EntryView::version);
    }

    @Nullable
    TransferView transfer(CompanyKey company, long id) {
        List<EntryView> entries = jdbc.sql(ENTRY_COLUMNS + """
                        where entry.company_id = ? and entry.transfer_id = ?
                        order by entry.side desc, entry.account_id, entry.version""")
                .params(company.value(), id)
                .query((row, _) -> entry(row))
                .list();
        if (entries.isEmpty()) {
            return null;
        }
        return jdbc.sql("""
                        select id, template, phase, source_kind, source_id, detail, relates_to, recorded_at
                        from ledger.transfer where company_id = ? and id = ?""")
                .params(company.value(), id)
                .query((row, _) -> new TransferView(
                        row.getLong("id"),
                        row.getString("template"),
                        TransferView.Phase.valueOf(row.getString("phase")),
                        row.getString("source_kind"),
                        row.getString("source_id"),
                        detail(row.getString("detail")),
                        row.getObject("relates_to", Long.class),
                        SqlTimes.instant(row, "recorded_at"),
                        entries))
                .optional()
                .orElse(null);
    }

    private EntryView entry(ResultSet row) throws SQLException {
        Side side = Side.valueOf(row.getString("side"));
        long posted = row.getLong("posted");
        return new EntryView(
                row.getLong("transfer_id"),
                row.getLong("version"),
                row.getLong("account_id"),
                row.getString("kind"),
                row.getLong("owner"),
                side,
                side == Side.DEBIT ? posted : 0,
                side == Side.CREDIT ? posted : 0,
                row.getLong("pending"),
                row.getLong("balance"),
                SqlTimes.instant(row, "recorded_at"),
                row.getString("template"),
                row.getString("source_kind"),
                row.getString("source_id"),
                detail(row.getString("detail")),
                row.getObject("relates_to", Long.class));
    }

    private Map<String, String> detail(@Nullable String text) {
        if (text == null) {
            return Map.of();
        }
        SortedMap<String, String> sorted = new TreeMap<>(json.readValue(text, DETAIL));
        return sorted;
    }

    private static LotView lot(ResultSet row) throws SQLException {
        return new LotView(
                row.getLong("account"),
                row.getLong("owner"),
                row.getObject("expires_on", LocalDate.class),
                row.getLong("remaining"),
                row.getLong("held"));
    }

    List<LotView> lots(CompanyKey company, long account) {
        return jdbc.sql("""
                        select lot.account_id as account, account.owner, lot.expires_on, lot.remaining, lot.held
                        from ledger.lot join ledger.account
                            on account.company_id = lot.company_id and account.id = lot.account_id
                        where lot.company_id = ? and lot.account_id = ? and lot.remaining > 0
                        order by lot.expires_on""")
                .params(company.value(), account)
                .query((row, _) -> lot(row))
                .list();
    }

    List<LotView> expiredLots(
            CompanyKey company, AccountKind kind, LocalDate today, @Nullable LotView after, int most) {
        return jdbc.sql("""
                        select lot.account_id as account, account.owner, lot.expires_on, lot.remaining, lot.held
                        from ledger.lot join ledger.account
                            on account.company_id = lot.company_id and account.id = lot.account_id
                        where lot.company_id = ? and account.kind = ? and lot.expires_on <= ?
                            and lot.remaining > lot.held and (lot.expires_on, lot.account_id) > (?, ?)
                        order by lot.expires_on, lot.account_id limit ?""")
                .params(company.value(), kind.name(), today)
                .param(after == null ? LocalDate.EPOCH : after.expiresOn())
                .param(after == null ? 0L : after.account())
                .param(most)
                .query((row, _) -> lot(row))
                .list();
    }

    long countExpired(AccountKind kind, Map<CompanyKey, LocalDate> today) {
        return jdbc.sql("""
                        select count(*)
                        from unnest(?::bigint[], ?::text[]::date[]) as asked (company_id, today)
                        join ledger.lot using (company_id)
                        join ledger.account on account.company_id = lot.company_id and account.id = lot.account_id
                        where account.kind = ? and lot.expires_on <= asked.today and lot.remaining > lot.held""")
                .param(today.keySet().stream().map(CompanyKey::value).toArray(Long[]::new))
                .param(today.values().stream().map(LocalDate::toString).toArray(String[]::new))
                .param(kind.name())
                .query(Long.class)
                .single();
    }

    List<AccountView> accounts(CompanyKey company, Collection<AccountRef> refs, LocalDate today) {
        return jdbc.sql(ACCOUNT_COLUMNS + """
                        join unnest(?::text[], ?::bigint[]) as asked (kind, owner) using (kind, owner)
                        where account.company_id = ?""")
                .param(today)
                .param(refs.stream().map(ref -> ref.kind().name()).toArray(String[]::new))
                .param(refs.stream().map(AccountRef::owner).toArray(Long[]::new))
                .param(company.value())
                .query((row, _) -> view(row))
                .list();
    }

    /// The months before the moment are not looked at.
    List<Ledger.Turnover> turnovers(CompanyKey company, Collection<AccountRef> refs, Instant since, LocalDate today) {
        return jdbc.sql("select shown.*, moved.debits, moved.credits from (" + ACCOUNT_COLUMNS + """
                            join unnest(?::text[], ?::bigint[]) as asked (kind, owner) using (kind, owner)
                            where account.company_id = ?) as shown
                        cross join lateral (
                            select coalesce(sum(entry.posted) filter (where entry.side = 'DEBIT'), 0)::bigint as debits,
                                coalesce(sum(entry.posted) filter (where entry.side = 'CREDIT'), 0)::bigint as credits
                            from ledger.entry
                            where entry.company_id = ? and entry.account_id = shown.id and entry.recorded_at >= ?)
                            as moved""")
                .param(today)
                .param(refs.stream().map(ref -> ref.kind().name()).toArray(String[]::new))
                .param(refs.stream().map(AccountRef::owner).toArray(Long[]::new))
                .params(company.value(), company.value(), SqlTimes.column(since))
                .query((row, _) -> new Ledger.Turnover(view(row), row.getLong("debits"), row.getLong("credits")))
                .list();
    }

    List<Ledger.Balance> balances(CompanyKey company, Collection<AccountKind> kinds) {
        return jdbc.sql("""
                        select kind, owner, case normal when 'DEBIT' then posted_debits - posted_credits
                            else posted_credits - posted_debits end
                        from ledger.account
                        where company_id = ? and kind = any(?) and posted_debits <> posted_credits""")
                .param(company.value())
                .param(kinds.stream().map(AccountKind::name).toArray(String[]::new))
                .query((row, _) -> new Ledger.Balance(row.getString(1), row.getLong(2), row.getLong(3)))
                .list();
    }

    List<Ledger.Balance> balancesBefore(CompanyKey company, Collection<AccountRef> refs, Instant before) {
        return jdbc.sql("""
                        select account.kind, account.owner, last.balance
                        from unnest(?::text[], ?::bigint[]) as asked (kind, owner)
                        join ledger.account on account.company_id = ? and account.kind = asked.kind
                            and account.owner = asked.owner
                        cross join lateral (
                            select entry.balance from ledger.entry
                            where entry.company_id = account.company_id and entry.account_id = account.id
                                and entry.recorded_at < ?
                            order by entry.version desc limit 1) as last""")
                .param(refs.stream().map(ref -> ref.kind().name()).toArray(String[]::new))
                .param(refs.stream().map(AccountRef::owner).toArray(Long[]::new))
                .params(company.value(), SqlTimes.column(before))
                .query((row, _) -> new Ledger.Balance(row.getString(1), row.getLong(2), row.getLong(3)))
                .list();
    }

    List<Ledger.Movement> movements(CompanyKey company, Collection<AccountRef> refs, Instant from, Instant before) {
        return jdbc.sql("""
                        select account.kind, account.owner,
                            date_trunc('month', entry.recorded_at at time zone ?)::date, transfer.template, entry.side,
                            sum(entry.posted)::bigint
                        from unnest(?::text[], ?::bigint[]) as asked (kind, owner)
                        join ledger.account on account.company_id = ? and account.kind = asked.kind
                            and account.owner = asked.owner
                        join ledger.entry on entry.company_id = account.company_id and entry.account_id = account.id
                        join ledger.transfer on transfer.company_id = entry.company_id
                            and transfer.id = entry.transfer_id and transfer.recorded_at = entry.recorded_at
                        where entry.recorded_at >= ? and entry.recorded_at < ?
                        group by 1, 2, 3, 4, 5""")
                .param(BusinessClock.ZONE.getId())
                .param(refs.stream().map(ref -> ref.kind().name()).toArray(String[]::new))
                .param(refs.stream().map(AccountRef::owner).toArray(Long[]::new))
                .params(company.value(), SqlTimes.column(from), SqlTimes.column(before))
                .query((row, _) -> new Ledger.Movement(
                        YearMonth.from(row.getObject(3, LocalDate.class)),
                        row.getString(1),
                        row.getLong(2),
                        row.getString(4),
                        Side.valueOf(row.getString(5)),
                        row.getLong(6)))
                .list();
    }

    List<AccountView> companyAccounts(CompanyKey company, List<AccountKind> kinds, LocalDate today) {
        return jdbc.sql(ACCOUNT_COLUMNS
                        + "where account.company_id = ? and account.owner = 0 and account.kind = any(?)")
                .params(today, company.value())
                .param(kinds.stream().map(AccountKind::name).toArray(String[]::new))
                .query((row, _) -> view(row))
                .list();
    }

    Map<CompanyKey, LocalDate> firstExpiry(AccountKind kind) {
        Map<CompanyKey, LocalDate> first = new HashMap<>();
        jdbc.sql("""
                        select lot.company_id, min(lot.expires_on) from ledger.lot
                        join ledger.account on account.company_id = lot.company_id and account.id = lot.account_id
                        where account.kind = ? and lot.remaining > lot.held group by lot.company_id""").param(kind.name()).query(row -> {
            first.put(new CompanyKey(row.getLong(1)), row.getObject(2, LocalDate.class));
        });
        return first;
    }

    /// How much of each limit is used, for the limits whose name begins so.
    List<Ledger.LimitUsed> limitsUsed(CompanyKey company, String prefix) {
        return jdbc.sql("""
                        select name, period, used from ledger.limit_use
                        where company_id = ? and starts_with(name, ?) order by name, period""")
                .params(company.value(), prefix)
                .query((row, _) ->
                        new Ledger.LimitUsed(row.getString("name"), row.getString("period"), row.getLong("used")))
                .list();
    }

    /// How much of each limit one account counts in some periods.
    List<Ledger.LimitUsed> limitsUsed(CompanyKey company, AccountRef account, Collection<String> periods) {
        return jdbc.sql("""
                        select name, period, used from ledger.limit_use
                        where company_id = ? and period = any(?) and account_id = (
                            select id from ledger.account where company_id = ? and kind = ? and owner = ?)""")
                .param(company.value())
                .param(periods.toArray(String[]::new))
                .params(company.value(), account.kind().name(), account.owner())
                .query((row, _) ->
                        new Ledger.LimitUsed(row.getString("name"), row.getString("period"), row.getLong("used")))
                .list();
    }
}
