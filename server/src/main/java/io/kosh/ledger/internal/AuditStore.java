package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;

/// Recomputes the books from their entries. Every check is one statement, so that it sees one moment of the books;
/// posting goes on beside it. Run as the platform role over the named companies.
@Component
final class AuditStore {
    private static final int MOST = 100;

    private final JdbcClient jdbc;
    private final DataSource dataSource;

    AuditStore(JdbcClient jdbc, DataSource dataSource) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
    }

    /// One finding: the company and what differs.
    record Finding(CompanyKey company, String what) {}

    /// Lets the statements of this transaction take as long as large books need, and one core at most: posting goes on
    /// beside them.
    void takeTime(Duration most) {
        jdbc.sql("""
                        select set_config('statement_timeout', ?, true)
                            || set_config('max_parallel_workers_per_gather', '0', true)""").param(Long.toString(most.toMillis())).query(String.class).single();
        try {
            // The pool puts its own limit back when the transaction ends.
            DataSourceUtils.getConnection(dataSource)
                    .setNetworkTimeout(Runnable::run, Math.toIntExact(most.toMillis()));
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("the connection takes no time limit", e);
        }
    }

    /// How much there is.
    record Size(long accounts, long entries) {}

    Size size() {
        return jdbc.sql("select (select count(*) from ledger.account), (select count(*) from ledger.entry)")
                .query((row, _) -> new Size(row.getLong(1), row.getLong(2)))
                .single();
    }

    /// Stored numbers against the sums of the entries; versions 1, 2, 3, ... without gaps.
    List<Finding> balances() {
        return findings("""
                select account.company_id, format('account %s (%s): stored %s/%s posted, %s/%s pending, version %s; '
                        'entries say %s/%s, %s/%s, %s lines up to version %s',
                    account.id, account.kind, posted_debits, posted_credits, pending_debits, pending_credits,
                    account.version, sums.debits, sums.credits, sums.held_debits, sums.held_credits, sums.lines,
                    sums.last) as what
                from ledger.account
                left join (
                    select company_id, account_id,
                        coalesce(sum(posted) filter (where side = 'DEBIT'), 0) as debits,
                        coalesce(sum(posted) filter (where side = 'CREDIT'), 0) as credits,
                        coalesce(sum(pending) filter (where side = 'DEBIT'), 0) as held_debits,
                        coalesce(sum(pending) filter (where side = 'CREDIT'), 0) as held_credits,
                        count(*) as lines, max(version) as last
                    from ledger.entry group by company_id, account_id) as sums
                    on sums.company_id = account.company_id and sums.account_id = account.id
                where (posted_debits, posted_credits, pending_debits, pending_credits, account.version, account.version)
                    is distinct from (coalesce(sums.debits, 0), coalesce(sums.credits, 0),
                        coalesce(sums.held_debits, 0), coalesce(sums.held_credits, 0), coalesce(sums.lines, 0),
                        coalesce(sums.last, 0))
                limit\s""");
    }

    /// Every line's running balance against the sum of the lines up to it, and the order of times along versions.
    List<Finding> runningBalances() {
        return findings("""
                select company_id, format('account %s, version %s: balance %s, the lines before it give %s',
                    account_id, version, balance, expected) as what
                from (
                    select entry.company_id, account_id, entry.version, balance, recorded_at,
                        sum(case when entry.side = account.normal then posted else -posted end)
                            over lines as expected,
                        lag(recorded_at) over lines as before
                    from ledger.entry
                    join ledger.account on account.company_id = entry.company_id and account.id = entry.account_id
                    window lines as (partition by entry.company_id, account_id order by entry.version)) as line
                where balance <> expected or recorded_at < before
                limit\s""");
    }

    /// Debits against credits of each asset of each company.
    List<Finding> assets() {
        return findings("""
                select company_id, format('%s: debits %s and credits %s posted, %s and %s pending', asset,
                    sum(posted_debits), sum(posted_credits), sum(pending_debits), sum(pending_credits)) as what
                from ledger.account
                group by company_id, asset
                having sum(posted_debits) <> sum(posted_credits) or sum(pending_debits) <> sum(pending_credits)
                limit\s""");
    }

    /// Debits against credits of each transfer; transfers without lines and lines without a transfer.
    List<Finding> transfers() {
        return findings("""
                select company_id, format('transfer %s: debits %s, credits %s, pending %s and %s', transfer_id,
                    debits, credits, held_debits, held_credits) as what
                from (
                    select coalesce(lines.company_id, transfer.company_id) as company_id,
                        coalesce(lines.transfer_id, transfer.id) as transfer_id, debits, credits, held_debits,
                        held_credits, transfer.id is null or lines.transfer_id is null as broken
                    from (
                        select company_id, transfer_id,
                            coalesce(sum(posted) filter (where side = 'DEBIT'), 0) as debits,
                            coalesce(sum(posted) filter (where side = 'CREDIT'), 0) as credits,
                            coalesce(sum(pending) filter (where side = 'DEBIT'), 0) as held_debits,
                            coalesce(sum(pending) filter (where side = 'CREDIT'), 0) as held_credits
                        from ledger.entry group by company_id, transfer_id) as lines
                    full join ledger.transfer
                        on transfer.company_id = lines.company_id and transfer.id = lines.transfer_id) as pair
                where broken or debits <> credits or held_debits <> held_credits
                limit\s""");
    }

    /// Each transfer has its source and each source its transfer.
    List<Finding> sources() {
        return findings("""
                select coalesce(source.company_id, transfer.company_id) as company_id,
                    format('transfer %s and source %s do not meet', transfer.id, source.transfer_id) as what
                from ledger.source
                full join ledger.transfer
                    on transfer.company_id = source.company_id and transfer.id = source.transfer_id
                where source.transfer_id is null or transfer.id is null
                limit\s""");
    }

    /// What is pending on an account against the open holds on it, and what lots hold against what they cover.
    List<Finding> holds() {
        return findings("""
                select account.company_id, format('account %s: pending %s/%s, open holds say %s/%s; lots %s, held %s',
                    account.id, pending_debits, pending_credits, coalesce(debited.amount, 0),
                    coalesce(credited.amount, 0), coalesce(lots.remaining, 0), coalesce(lots.held, 0)) as what
                from ledger.account
                left join (
                    select leg.company_id, debit_account as id, sum(amount) as amount
                    from ledger.hold_leg as leg join ledger.hold using (company_id, transfer_id)
                    where state = 'HELD' group by leg.company_id, debit_account) as debited
                    on debited.company_id = account.company_id and debited.id = account.id
                left join (
                    select leg.company_id, credit_account as id, sum(amount) as amount
                    from ledger.hold_leg as leg join ledger.hold using (company_id, transfer_id)
                    where state = 'HELD' group by leg.company_id, credit_account) as credited
                    on credited.company_id = account.company_id and credited.id = account.id
                left join (
                    select company_id, account_id as id, sum(remaining) as remaining, sum(held) as held
                    from ledger.lot group by company_id, account_id) as lots
                    on lots.company_id = account.company_id and lots.id = account.id
                where pending_debits <> coalesce(debited.amount, 0) or pending_credits <> coalesce(credited.amount, 0)
                    or coalesce(lots.held, 0) > pending_debits + pending_credits
                    or coalesce(lots.remaining, 0) - coalesce(lots.held, 0) > greatest(0, case normal
                        when 'CREDIT' then posted_credits - posted_debits - pending_debits
                        else posted_debits - posted_credits - pending_credits end)
                limit\s""");
    }

    private List<Finding> findings(String sql) {
        return jdbc.sql(sql + MOST)
                .query((row, _) -> new Finding(new CompanyKey(row.getLong("company_id")), row.getString("what")))
                .list();
    }
}
