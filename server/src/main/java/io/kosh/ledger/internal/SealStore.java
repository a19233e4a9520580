package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Batches and the blocks that they are sealed into.
@Component
final class SealStore {
    private final JdbcClient jdbc;

    SealStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A batch as the sealer takes it.
    ///
    /// @param waited since it was written
    record Batch(long id, int transfers, Hash digest, Duration waited) {}

    /// A link of the chain.
    record Block(ContentHash.Header header, Hash hash) {}

    void writeBatch(RoundTrip trip, CompanyKey company, Seal seal) {
        trip.write(
                "insert into ledger.batch (company_id, id, transfers, digest) values (?, ?, ?, ?)",
                company.value(),
                seal.batch(),
                seal.hashes().size(),
                seal.digest().bytes());
    }

    /// The companies that have something to seal. Runs across companies.
    List<CompanyKey> unsealed() {
        return jdbc.sql("select distinct company_id from ledger.batch where block is null")
                .query((row, _) -> new CompanyKey(row.getLong(1)))
                .list();
    }

    /// Takes the first batches that no block has; waits for another sealer that is at them and then sees what it left.
    List<Batch> take(CompanyKey company, int most) {
        return jdbc.sql("""
                        select id, transfers, digest,
                            (extract(epoch from clock_timestamp() - written_at) * 1000)::bigint
                        from ledger.batch
                        where company_id = ? and block is null order by id limit ? for update""")
                .params(company.value(), most)
                .query((row, _) -> new Batch(
                        row.getLong(1), row.getInt(2), Hash.of(row.getBytes(3)), Duration.ofMillis(row.getLong(4))))
                .list();
    }

    /// The end of the chain, null before the first block.
    @Nullable
    Block head(CompanyKey company) {
        return jdbc.sql("""
                        select number, previous_hash, batches, transfers, sealed_at, hash from ledger.block
                        where company_id = ? order by number desc limit 1""")
                .param(company.value())
                .query((row, _) -> block(row))
                .optional()
                .orElse(null);
    }

    static Block block(ResultSet row) throws SQLException {
        ContentHash.Header header = new ContentHash.Header(
                row.getLong("number"),
                Hash.of(row.getBytes("previous_hash")),
                SqlTimes.instant(row, "sealed_at"),
                row.getInt("batches"),
                row.getLong("transfers"));
        return new Block(header, Hash.of(row.getBytes("hash")));
    }

    /// In one round trip.
    void append(RoundTrip trip, CompanyKey company, Block block, List<Batch> batches) {
        ContentHash.Header header = block.header();
        trip.write(
                """
                        insert into ledger.block
                            (company_id, number, previous_hash, batches, transfers, sealed_at, hash)
                        values (?, ?, ?, ?, ?, ?, ?)""",
                company.value(),
                header.number(),
                header.previous().bytes(),
                header.batches(),
                header.transfers(),
                SqlTimes.column(header.sealedAt()),
                block.hash().bytes());
        trip.write(
                "update ledger.batch set block = ? where company_id = ? and id = any(?)",
                header.number(),
                company.value(),
                batches.stream().mapToLong(Batch::id).toArray());
        trip.send();
    }
}
