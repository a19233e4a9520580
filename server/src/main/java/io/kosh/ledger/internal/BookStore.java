package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.SqlTimes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Sources, transfers and entries: what is written once. Each call is one statement, whatever the number of rows.
@Component
final class BookStore {
    private final JdbcClient jdbc;
    private final JsonMapper json;

    BookStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// 128 bits of the SHA-256 of a text.
    static UUID hash(String text) {
        ByteBuffer digest = ByteBuffer.wrap(ContentHash.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
        return new UUID(digest.getLong(), digest.getLong());
    }

    private static UUID hash(SourceKey source) {
        return hash(source.kind() + '\n' + source.id());
    }

    private static Map<UUID, SourceKey> byHash(Collection<SourceKey> sources) {
        Map<UUID, SourceKey> byHash = HashMap.newHashMap(sources.size());
        sources.forEach(source -> byHash.put(hash(source), source));
        return byHash;
    }

    /// Takes the sources that are free, in a fixed order, each with the id of its transfer to be. What is not
    /// in the answer stands in the books already. A source that another transaction is just taking is waited
    /// for; where that one commits, this one is done again and then finds it. So the usual case, that nobody
    /// else takes it, costs one look into the index and one insert.
    Map<SourceKey, Long> claim(CompanyKey company, Map<SourceKey, UUID> requests) {
        int count = requests.size();
        Map<UUID, SourceKey> byHash = HashMap.newHashMap(count);
        UUID[] hashes = new UUID[count];
        UUID[] asked = new UUID[count];
        requests.forEach((source, request) -> {
            UUID hash = hash(source);
            hashes[byHash.size()] = hash;
            asked[byHash.size()] = request;
            byHash.put(hash, source);
        });
        Map<SourceKey, Long> claimed = HashMap.newHashMap(count);
        try {
            jdbc.sql("""
                            insert into ledger.source (company_id, id_hash, request_hash, transfer_id)
                            select ?, free.id_hash, free.request_hash, nextval('ledger.transfer_id')
                            from (select wanted.id_hash, wanted.request_hash
                                  from unnest(?::uuid[], ?::uuid[]) as wanted (id_hash, request_hash)
                                  where (select source.transfer_id from ledger.source
                                         where source.company_id = ? and source.id_hash = wanted.id_hash) is null
                                  order by wanted.id_hash) as free
                            returning id_hash, transfer_id""")
                    .param(company.value())
                    .param(hashes)
                    .param(asked)
                    .param(company.value())
                    .query(row -> {
                        SourceKey source = byHash.get(row.getObject(1, UUID.class));
                        if (source != null) {
                            claimed.put(source, row.getLong(2));
                        }
                    });
        } catch (DuplicateKeyException e) {
            throw new ConcurrencyFailureException("another transaction took a source", e);
        }
        return claimed;
    }

    /// What stands in the books under some sources.
    Map<SourceKey, Books.Known> known(CompanyKey company, Collection<SourceKey> sources) {
        Map<UUID, SourceKey> byHash = byHash(sources);
        Map<SourceKey, Books.Known> known = new HashMap<>();
        jdbc.sql("""
                        select source.id_hash, source.transfer_id, source.request_hash, transfer.recorded_at
                        from unnest(?::uuid[]) as asked (id_hash)
                        join ledger.source using (id_hash)
                        join ledger.transfer
                            on transfer.company_id = source.company_id and transfer.id = source.transfer_id
                        where source.company_id = ?""")
                .param(byHash.keySet().toArray(UUID[]::new))
                .param(company.value())
                .query(row -> {
                    SourceKey source = byHash.get(row.getObject(1, UUID.class));
                    if (source != null) {
                        UUID request = row.getObject(3, UUID.class);
                        known.put(
                                source, new Books.Known(row.getLong(2), request, SqlTimes.instant(row, "recorded_at")));
                    }
                });
        return known;
    }

    /// Gives back the sources of commands that were refused.
    void giveBack(CompanyKey company, Collection<SourceKey> refused) {
        jdbc.sql("delete from ledger.source where company_id = ? and id_hash = any(?)")
                .param(company.value())
                .param(byHash(refused).keySet().toArray(UUID[]::new))
                .update();
    }

    /// @param seal the hashes of the transfers, null where none are made
    void writeTransfers(CompanyKey company, List<Books.Transfer> transfers, @Nullable Seal seal) {
        List<Long> ids = new ArrayList<>(transfers.size());
        List<@Nullable Long> related = new ArrayList<>(transfers.size());
        byte[] @Nullable [] hashes = new byte[transfers.size()][];
        Columns columns = new Columns(6, transfers.size());
        for (Books.Transfer transfer : transfers) {
            Hash hash = seal == null ? null : seal.hashes().get(transfer.id());
            hashes[ids.size()] = hash == null ? null : hash.bytes();
            ids.add(transfer.id());
            related.add(transfer.relatesTo());
            columns.add(
                    transfer.recordedAt().toString(),
                    transfer.template(),
                    transfer.phase().name(),
                    transfer.source().kind(),
                    transfer.source().id(),
                    transfer.detail().isEmpty() ? null : json.writeValueAsString(transfer.detail()));
        }
        jdbc.sql("""
                        insert into ledger.transfer (company_id, id, relates_to, recorded_at, template, phase,
                            source_kind, source_id, detail, content_hash, batch_id)
                        select ?, made.*, ?::bigint
                        from unnest(?::bigint[], ?::bigint[], ?::text[]::timestamptz[], ?::text[], ?::text[], ?::text[],
                            ?::text[], ?::text[]::jsonb[], ?::bytea[]) as made""")
                .param(company.value())
                .param(seal == null ? null : seal.batch())
                .param(ids.toArray(Long[]::new))
                .param(related.toArray(Long[]::new))
                .params(columns.all())
                .param(hashes)
                .update();
    }

    void writeEntries(CompanyKey company, List<Books.Entry> entries) {
        int count = entries.size();
        long[][] numbers = new long[5][count];
        @Nullable Long[] pending = new Long[count];
        Columns columns = new Columns(2, count);
        for (int i = 0; i < count; i++) {
            Books.Entry entry = entries.get(i);
            numbers[0][i] = entry.account();
            numbers[1][i] = entry.version();
            numbers[2][i] = entry.transfer();
            numbers[3][i] = entry.posted();
            numbers[4][i] = entry.balance();
            pending[i] = entry.pending() == 0 ? null : entry.pending();
            columns.add(entry.recordedAt().toString(), entry.side().name());
        }
        jdbc.sql("""
                        insert into ledger.entry (company_id, account_id, version, transfer_id, posted, balance, pending,
                            recorded_at, side)
                        select ?, line.*
                        from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                            ?::text[]::timestamptz[], ?::text[]) as line""")
                .param(company.value())
                .params(List.of(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], pending))
                .params(columns.all())
                .update();
    }

    /// Opens the partitions of a month; false where they were open already.
    boolean openMonth(LocalDate month) {
        return jdbc.sql("select ledger.open_month(?)")
                .param(month)
                .query(Boolean.class)
                .single();
    }
}
