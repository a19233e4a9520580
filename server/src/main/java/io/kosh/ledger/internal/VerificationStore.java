package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Side;
import io.kosh.ledger.SourceKey;
import io.kosh.ledger.TransferView.Phase;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the books as they stand, for [ChainCheck]: transfers with their lines in order of their ids, and the chain.
/// Large books are read in pieces, so that no statement is long and nothing is held up.
@Component
final class VerificationStore {
    private static final int PIECE = 5_000;
    private static final int FETCH = 2_000;

    private static final String COLUMNS = """
            select part.id, part.recorded_at, part.template, part.phase, part.source_kind, part.source_id,
                part.relates_to, part.detail, part.content_hash, part.batch_id,
                batch.transfers, batch.digest, batch.block,
                entry.account_id, entry.version, entry.side, entry.posted, entry.pending, entry.balance,
                entry.recorded_at as entry_at, account.kind, account.owner
            from\s""";
    private static final String JOINS = """
             as part
            left join ledger.batch on batch.company_id = part.company_id and batch.id = part.batch_id
            left join ledger.entry on entry.company_id = part.company_id and entry.transfer_id = part.id
            left join ledger.account on account.company_id = entry.company_id and account.id = entry.account_id
            """;
    private static final String ORDER = " order by part.id, part.recorded_at, entry.account_id, entry.version";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    VerificationStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// The batch that a transfer names.
    record Batch(int transfers, Hash digest, @Nullable Long block) {}

    /// A transfer as it stands.
    ///
    /// @param transfer null where a column holds what Kosh never writes
    /// @param batch    null where it names none, or one that is not there
    record Stored(
            long id,
            Instant recordedAt,
            Books.@Nullable Transfer transfer,
            @Nullable Hash hash,
            @Nullable Long batchId,
            @Nullable Batch batch,
            List<ContentHash.Line> lines) {}

    /// A block with one of its batches; without one where no batch names it.
    record Link(
            SealStore.Block block,
            @Nullable Long batchId,
            @Nullable Hash digest) {}

    /// A batch that something is wrong with.
    record Suspect(long batch, @Nullable Long block) {}

    /// How much of the books is sealed.
    ///
    /// @param waited how much later the last batch was written than the first of the unsealed ones
    record Progress(long batches, long unsealed, Duration waited) {}

    /// Every statement of this transaction finds its rows by keys: a piece is small, and the planner cannot know it.
    void readByKeys() {
        jdbc.sql("select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)")
                .query((row, _) -> row.getString(1))
                .single();
    }

    /// The next piece of the transfers, in order of ids.
    ///
    /// @param after the last one of the piece before, null to begin
    List<Stored> piece(CompanyKey company, @Nullable Stored after) {
        List<Stored> piece = new ArrayList<>(PIECE);
        Grouping grouping = new Grouping(piece::add);
        jdbc.sql(COLUMNS + """
                        (select * from ledger.transfer
                            where company_id = ? and (id, recorded_at) > (?, ?)
                            order by id, recorded_at limit\s""" + PIECE + ")" + JOINS + ORDER)
                .param(company.value())
                .param(after == null ? Long.MIN_VALUE : after.id())
                .param(SqlTimes.column(after == null ? Instant.EPOCH : after.recordedAt()))
                .withFetchSize(FETCH)
                .query(grouping::row);
        grouping.end();
        return piece;
    }

    /// The transfers of batches that are not sealed up to a block, as one moment shows them. A batch has the id of its
    /// first transfer, so none of its transfers has a lower one.
    void unsettled(CompanyKey company, long upTo, Consumer<Stored> to) {
        Grouping grouping = new Grouping(to);
        jdbc.sql(COLUMNS + "ledger.transfer" + JOINS + """
                        where part.company_id = ? and (batch.block is null or batch.block > ?)
                            and part.batch_id is not null
                            and part.id >= (select min(id) from ledger.batch
                                where company_id = ? and (block is null or block > ?))
                        """ + ORDER)
                .params(company.value(), upTo, company.value(), upTo)
                .withFetchSize(FETCH)
                .query(grouping::row);
        grouping.end();
    }

    void links(CompanyKey company, Consumer<Link> to) {
        jdbc.sql("""
                        select block.number, block.previous_hash, block.batches, block.transfers, block.sealed_at,
                            block.hash, batch.id as batch_id, batch.digest
                        from ledger.block
                        left join ledger.batch
                            on batch.company_id = block.company_id and batch.block = block.number
                        where block.company_id = ?
                        order by block.number, batch.id""").param(company.value()).withFetchSize(FETCH).query(row -> {
            byte @Nullable [] digest = row.getBytes("digest");
            to.accept(new Link(
                    SealStore.block(row),
                    row.getObject("batch_id", Long.class),
                    digest == null ? null : Hash.of(digest)));
        });
    }

    SealStore.@Nullable Block block(CompanyKey company, long number) {
        return jdbc.sql("select * from ledger.block where company_id = ? and number = ?")
                .params(company.value(), number)
                .query((row, _) -> SealStore.block(row))
                .optional()
                .orElse(null);
    }

    /// The first batch of those whose transfers are all gone.
    @Nullable
    Suspect emptyBatch(CompanyKey company) {
        return suspect(company, """
                not exists (select from ledger.transfer
                    where transfer.company_id = batch.company_id and transfer.batch_id = batch.id)""");
    }

    /// The first batch of those that name a block which is not there.
    @Nullable
    Suspect batchOfNoBlock(CompanyKey company) {
        return suspect(company, """
                batch.block is not null and not exists (select from ledger.block
                    where block.company_id = batch.company_id and block.number = batch.block)""");
    }

    private @Nullable Suspect suspect(CompanyKey company, String condition) {
        return jdbc.sql("select id, block from ledger.batch where company_id = ? and " + condition
                        + " order by block, id limit 1")
                .param(company.value())
                .query((row, _) -> new Suspect(row.getLong(1), row.getObject(2, Long.class)))
                .optional()
                .orElse(null);
    }

    Progress progress(CompanyKey company) {
        return jdbc.sql("""
                        select count(*), count(*) filter (where block is null), coalesce((extract(epoch from
                            max(written_at) - min(written_at) filter (where block is null)) * 1000)::bigint, 0)
                        from ledger.batch where company_id = ?""")
                .param(company.value())
                .query((row, _) -> new Progress(row.getLong(1), row.getLong(2), Duration.ofMillis(row.getLong(3))))
                .single();
    }

    /// Gathers the rows of a transfer, one a line.
    private final class Grouping {
        private final Consumer<Stored> to;
        private @Nullable Stored current;

        Grouping(Consumer<Stored> to) {
            this.to = to;
        }

        void row(ResultSet row) throws SQLException {
            long id = row.getLong("id");
            Instant recordedAt = SqlTimes.instant(row, "recorded_at");
            Stored stored = current;
            if (stored == null || stored.id() != id || !stored.recordedAt().equals(recordedAt)) {
                end();
                stored = stored(row, id, recordedAt);
                current = stored;
            }
            if (row.getObject("account_id") != null) {
                stored.lines().add(line(row, id));
            }
        }

        void end() {
            if (current != null) {
                to.accept(current);
                current = null;
            }
        }
    }

    private Stored stored(ResultSet row, long id, Instant recordedAt) throws SQLException {
        byte @Nullable [] hash = row.getBytes("content_hash");
        byte @Nullable [] digest = row.getBytes("digest");
        return new Stored(
                id,
                recordedAt,
                transfer(row, id, recordedAt),
                hash == null ? null : Hash.of(hash),
                row.getObject("batch_id", Long.class),
                digest == null
                        ? null
                        : new Batch(row.getInt("transfers"), Hash.of(digest), row.getObject("block", Long.class)),
                new ArrayList<>(2));
    }

    private Books.@Nullable Transfer transfer(ResultSet row, long id, Instant recordedAt) throws SQLException {
        Map<String, String> detail = detail(row.getString("detail"));
        String phase = row.getString("phase");
        for (Phase known : Phase.values()) {
            if (known.name().equals(phase) && detail != null) {
                return new Books.Transfer(
                        id,
                        recordedAt,
                        row.getString("template"),
                        known,
                        new SourceKey(row.getString("source_kind"), row.getString("source_id")),
                        row.getObject("relates_to", Long.class),
                        detail);
            }
        }
        return null;
    }

    /// Names and texts; null where it is something else, which only somebody beside Kosh wrote.
    private @Nullable Map<String, String> detail(@Nullable String text) {
        Map<String, String> detail = new TreeMap<>();
        if (text == null) {
            return detail;
        }
        try {
            JsonNode node = json.readTree(text);
            if (!node.isObject() || node.isEmpty()) {
                return null;
            }
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!field.getValue().isString()) {
                    return null;
                }
                detail.put(field.getKey(), field.getValue().asString());
            }
            return detail;
        } catch (JacksonException _) {
            return null;
        }
    }

    private static ContentHash.Line line(ResultSet row, long transfer) throws SQLException {
        Books.Entry entry = new Books.Entry(
                row.getLong("account_id"),
                row.getLong("version"),
                transfer,
                Side.valueOf(row.getString("side")),
                row.getLong("posted"),
                row.getLong("pending"),
                row.getLong("balance"),
                SqlTimes.instant(row, "entry_at"));
        String kind = row.getString("kind");
        return new ContentHash.Line(entry, kind == null ? "" : kind, row.getLong("owner"));
    }
}
