package io.kosh.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// The same rows as an allocation writes, by hand: one transaction a request, prepared statements, tables of the
/// ledger's shape without row-level security in a database of their own, one hot account. What the program is
/// measured against.
final class PlainSql {
    private static final long COMPANY = 1;
    private static final int SMALL_COMPANY_USERS = 10;
    private static final long HOT_ACCOUNT = 1;
    private static final long AMOUNT = 5;

    private static final String TABLES = """
            create schema bench;
            create sequence bench.transfer_id cache 50;
            create table bench.account (
                company_id bigint not null, id bigint not null, kind text not null, owner bigint not null,
                asset text not null, normal text not null,
                posted_debits bigint not null default 0 check (posted_debits >= 0),
                posted_credits bigint not null default 0 check (posted_credits >= 0),
                pending_debits bigint not null default 0 check (pending_debits >= 0),
                pending_credits bigint not null default 0 check (pending_credits >= 0),
                version bigint not null default 0, last_recorded_at timestamptz, floor bigint,
                lotted boolean not null default false,
                primary key (company_id, id), unique (company_id, kind, owner),
                check (floor is null or posted_credits - posted_debits - pending_debits >= floor)
            ) with (fillfactor = 50);
            create table bench.source (
                company_id bigint not null, id_hash uuid not null, request_hash uuid not null,
                transfer_id bigint not null, primary key (company_id, id_hash));
            create table bench.transfer (
                company_id bigint not null, id bigint not null, recorded_at timestamptz not null,
                template text not null, phase text not null, source_kind text not null, source_id text not null,
                relates_to bigint, detail jsonb, primary key (company_id, id, recorded_at)
            ) partition by range (recorded_at);
            create table bench.entry (
                company_id bigint not null, account_id bigint not null, version bigint not null,
                transfer_id bigint not null, recorded_at timestamptz not null,
                side text not null check (side in ('DEBIT', 'CREDIT')), posted bigint not null check (posted >= 0),
                pending bigint, balance bigint not null, primary key (company_id, account_id, version, recorded_at)
            ) partition by range (recorded_at);
            create index entry_of_transfer on bench.entry (company_id, transfer_id);
            create table bench.transfer_all partition of bench.transfer for values from (minvalue) to (maxvalue);
            create table bench.entry_all partition of bench.entry for values from (minvalue) to (maxvalue);
            """;

    private static final String SOURCE = """
            insert into bench.source (company_id, id_hash, request_hash, transfer_id)
            values (?, ?, ?, nextval('bench.transfer_id'))
            on conflict do nothing returning transfer_id""";
    private static final String TRANSFER = """
            insert into bench.transfer (company_id, id, recorded_at, template, phase, source_kind, source_id, detail)
            values (?, ?, ?, 'coins.allocate', 'POSTED', 'coins.allocate', ?, ?::jsonb)""";
    private static final String LOCK = """
            select id, posted_debits, posted_credits, version from bench.account
            where company_id = ? and id in (?, ?) order by id for update""";
    private static final String ENTRIES = """
            insert into bench.entry
                (company_id, account_id, version, transfer_id, recorded_at, side, posted, balance)
            values (?, ?, ?, ?, ?, 'DEBIT', ?, ?), (?, ?, ?, ?, ?, 'CREDIT', ?, ?)""";
    private static final String ACCOUNT = """
            update bench.account set posted_debits = ?, posted_credits = ?, version = ?, last_recorded_at = ?
            where company_id = ? and id = ?""";

    private final PostgresFacts facts;
    private final int users;
    private final int others;

    PlainSql(PostgresFacts facts, int users) {
        this(facts, users, 0);
    }

    /// @param others further companies with a hot account and a few users each
    PlainSql(PostgresFacts facts, int users, int others) {
        this.facts = facts;
        this.users = users;
        this.others = others;
    }

    /// Makes the database anew, with an account for each user.
    void prepare() throws SQLException {
        try (Connection connection = facts.administrator();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + PostgresFacts.DATABASE + " with (force)");
            statement.execute("create database " + PostgresFacts.DATABASE + " owner kosh_owner");
        }
        try (Connection connection = facts.owner();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLES);
            statement.execute("""
                    insert into bench.account (company_id, id, kind, owner, asset, normal, floor)
                    select company, number, case number when 1 then 'coins.issuance' else 'coins.user' end, number, 'COIN',
                        case number when 1 then 'DEBIT' else 'CREDIT' end, case number when 1 then null else 0 end
                    from generate_series(1, %d) as company,
                        generate_series(1, case company when 1 then %d else %d end) as number""".formatted(1 + others, users + 1, SMALL_COMPANY_USERS + 1));
            statement.execute("vacuum analyze bench.account");
        }
    }

    /// Drops what was made.
    void clean() throws SQLException {
        try (Connection connection = facts.administrator();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + PostgresFacts.DATABASE + " with (force)");
        }
    }

    Load.Worker worker() throws SQLException {
        return new Allocating(facts.owner(), users, 0);
    }

    /// One that allocates in another of the further companies each time.
    Load.Worker spreadWorker() throws SQLException {
        return new Allocating(facts.owner(), SMALL_COMPANY_USERS, others);
    }

    /// What is to be written of an account.
    private record Row(long id, long debits, long credits, long version) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
        }

        Row with(long moreDebits, long moreCredits) {
            return new Row(id, debits + moreDebits, credits + moreCredits, version + 1);
        }
    }

    /// One connection that allocates.
    private static final class Allocating implements Load.Worker {
        private final Connection connection;
        private final int users;
        private final int others;
        private long company = COMPANY;
        private final PreparedStatement source;
        private final PreparedStatement transfer;
        private final PreparedStatement lock;
        private final PreparedStatement entries;
        private final PreparedStatement account;

        Allocating(Connection connection, int users, int others) throws SQLException {
            this.connection = connection;
            this.users = users;
            this.others = others;
            connection.setAutoCommit(false);
            source = connection.prepareStatement(SOURCE);
            transfer = connection.prepareStatement(TRANSFER);
            lock = connection.prepareStatement(LOCK);
            entries = connection.prepareStatement(ENTRIES);
            account = connection.prepareStatement(ACCOUNT);
        }

        @Override
        public boolean once() throws SQLException {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            UUID id = new UUID(random.nextLong(), random.nextLong());
            company = others == 0 ? COMPANY : COMPANY + 1 + random.nextInt(others);
            long user = 2L + random.nextInt(users);
            OffsetDateTime now = OffsetDateTime.now(Clock.systemUTC()).withOffsetSameInstant(ZoneOffset.UTC);
            long number = claim(id);
            transfer.setLong(1, company);
            transfer.setLong(2, number);
            transfer.setObject(3, now);
            transfer.setString(4, id.toString());
            transfer.setString(5, "{\"event\": \"BENCH\", \"userId\": \"EK" + user + "\", \"coinConfigId\": \"WCC1\"}");
            transfer.executeUpdate();
            lock.setLong(1, company);
            lock.setLong(2, HOT_ACCOUNT);
            lock.setLong(3, user);
            Row hot;
            Row own;
            try (ResultSet rows = lock.executeQuery()) {
                rows.next();
                hot = Row.of(rows).with(AMOUNT, 0);
                rows.next();
                own = Row.of(rows).with(0, AMOUNT);
            }
            entry(0, hot, number, now, hot.debits() - hot.credits());
            entry(7, own, number, now, own.credits() - own.debits());
            entries.executeUpdate();
            change(hot, now);
            change(own, now);
            account.executeBatch();
            connection.commit();
            return true;
        }

        private long claim(UUID id) throws SQLException {
            source.setLong(1, company);
            source.setObject(2, id);
            source.setObject(3, id);
            try (ResultSet row = source.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }

        private void entry(int offset, Row row, long transferId, OffsetDateTime now, long balance) throws SQLException {
            entries.setLong(offset + 1, company);
            entries.setLong(offset + 2, row.id());
            entries.setLong(offset + 3, row.version());
            entries.setLong(offset + 4, transferId);
            entries.setObject(offset + 5, now);
            entries.setLong(offset + 6, AMOUNT);
            entries.setLong(offset + 7, balance);
        }

        private void change(Row row, OffsetDateTime now) throws SQLException {
            account.setLong(1, row.debits());
            account.setLong(2, row.credits());
            account.setLong(3, row.version());
            account.setObject(4, now);
            account.setLong(5, company);
            account.setLong(6, row.id());
            account.addBatch();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /// Opens a connection that prepares each statement on the server at its first use.
    static Connection open(String url, String user, String password) throws SQLException {
        return DriverManager.getConnection(url + "?prepareThreshold=1", user, password);
    }
}
