package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Sources, transfers and entries: what is written once. Each call is one statement, whatever the number of rows.
/// Where it gets a trip, the statement goes with that.
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

    /// Takes the sources that are free, in a fixed order, each with the id of its transfer to be. What is not in
    /// the answer when the trip was made stands in the books already. A source that another transaction is just
    /// taking is waited for; where that one commits, the trip throws [DuplicateKeyException], and the work is
    /// done again and then finds it. So the usual case costs one look into the index and one insert.
    Map<SourceKey, Long> claim(RoundTrip trip, CompanyKey company, Map<SourceKey, UUID> requests) {
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
        trip.read(
                """
                        insert into ledger.source (company_id, id_hash, request_hash, transfer_id)
                        select ?, free.id_hash, free.request_hash, nextval('ledger.transfer_id')
                        from (select wanted.id_hash, wanted.request_hash
                              from unnest(?::uuid[], ?::uuid[]) as wanted (id_hash, request_hash)
                              where (select source.transfer_id from ledger.source
                                     where source.company_id = ? and source.id_hash = wanted.id_hash) is null
                              order by wanted.id_hash) as free
                        returning id_hash, transfer_id""",
                row -> {
                    SourceKey source = byHash.get(row.getObject(1, UUID.class));
                    if (source != null) {
                        claimed.put(source, row.getLong(2));
                    }
                },
                company.value(),
                hashes,
                asked,
                company.value());
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
    void giveBack(RoundTrip trip, CompanyKey company, Collection<SourceKey> refused) {
        trip.write(
                "delete from ledger.source where company_id = ? and id_hash = any(?)",
                company.value(),
                byHash(refused).keySet().toArray(UUID[]::new));
    }

    /// @param seal the hashes of the transfers, null where none are made
    void writeTransfers(RoundTrip trip, CompanyKey company, List<Books.Transfer> transfers, @Nullable Seal seal) {
        int count = transfers.size();
        long[] ids = new long[count];
        long[] recorded = new long[count];
        @Nullable Long[] related = new Long[count];
        byte[] @Nullable [] hashes = new byte[count][];
        Columns columns = new Columns(5, count);
        for (int i = 0; i < count; i++) {
            Books.Transfer transfer = transfers.get(i);
            Hash hash = seal == null ? null : seal.hashes().get(transfer.id());
            hashes[i] = hash == null ? null : hash.bytes();
            ids[i] = transfer.id();
            recorded[i] = SqlTimes.micros(transfer.recordedAt());
            related[i] = transfer.relatesTo();
            columns.add(
                    transfer.template(),
                    transfer.phase().name(),
                    transfer.source().kind(),
                    transfer.source().id(),
                    transfer.detail().isEmpty() ? null : json.writeValueAsString(transfer.detail()));
        }
        trip.write(
                """
                        insert into ledger.transfer (company_id, id, relates_to, recorded_at, template, phase,
                            source_kind, source_id, detail, content_hash, batch_id)
                        select ?, made.id, made.relates_to,
                            timestamptz 'epoch' + made.recorded * interval '1 microsecond', made.template, made.phase,
                            made.source_kind, made.source_id, made.detail::jsonb, made.content_hash, ?::bigint
                        from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                            ?::text[], ?::text[], ?::bytea[]) as made (id, relates_to, recorded, template, phase,
                                source_kind, source_id, detail, content_hash)""",
                company.value(),
                seal == null ? null : seal.batch(),
                ids,
                related,
                recorded,
                columns.at(0),
                columns.at(1),
                columns.at(2),
                columns.at(3),
                columns.at(4),
                hashes);
    }

    void writeEntries(RoundTrip trip, CompanyKey company, List<Books.Entry> entries) {
        int count = entries.size();
        long[][] numbers = new long[6][count];
        @Nullable Long[] pending = new Long[count];
        Columns columns = new Columns(1, count);
        for (int i = 0; i < count; i++) {
            Books.Entry entry = entries.get(i);
            numbers[0][i] = entry.account();
            numbers[1][i] = entry.version();
            numbers[2][i] = entry.transfer();
            numbers[3][i] = entry.posted();
            numbers[4][i] = entry.balance();
            numbers[5][i] = SqlTimes.micros(entry.recordedAt());
            pending[i] = entry.pending() == 0 ? null : entry.pending();
            columns.add(entry.side().name());
        }
        trip.write(
                """
                        insert into ledger.entry (company_id, account_id, version, transfer_id, posted, balance,
                            recorded_at, pending, side)
                        select ?, line.account, line.version, line.transfer, line.posted, line.balance,
                            timestamptz 'epoch' + line.recorded * interval '1 microsecond', line.pending, line.side
                        from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                            ?::bigint[], ?::text[]) as line (account, version, transfer, posted, balance, recorded,
                                pending, side)""",
                company.value(),
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                numbers[5],
                pending,
                columns.at(0));
    }

    /// Opens the partitions of a month; false where they were open already.
    boolean openMonth(LocalDate month) {
        return jdbc.sql("select ledger.open_month(?)")
                .param(month)
                .query(Boolean.class)
                .single();
    }
}
