package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The hashes of what one posting writes.
///
/// @param batch  the smallest id of the transfers: the id of their batch
/// @param digest over the hashes, in order of the transfers' ids
/// @param hashes the content hash of each transfer
record Seal(long batch, Hash digest, Map<Long, Hash> hashes) {
    private static final Comparator<ContentHash.Line> ORDER = Comparator.comparingLong(
                    (ContentHash.Line line) -> line.entry().account())
            .thenComparingLong(line -> line.entry().version());

    /// @param accounts every account that the decision has a line of
    static Seal of(CompanyKey company, Books.Decision decision, Collection<AccountState> accounts) {
        Map<Long, AccountRef> refs = HashMap.newHashMap(accounts.size());
        accounts.forEach(account -> refs.put(account.id(), account.ref()));
        Map<Long, List<ContentHash.Line>> lines =
                HashMap.newHashMap(decision.transfers().size());
        for (Books.Entry entry : decision.entries()) {
            AccountRef ref = refs.get(entry.account());
            if (ref == null) {
                throw new IllegalStateException("account " + entry.account() + " was not locked");
            }
            lines.computeIfAbsent(entry.transfer(), _ -> new ArrayList<>(4))
                    .add(new ContentHash.Line(entry, ref.kind().name(), ref.owner()));
        }
        ContentHash content = new ContentHash(company);
        List<Books.Transfer> transfers = new ArrayList<>(decision.transfers());
        transfers.sort(Comparator.comparingLong(Books.Transfer::id));
        long batch = transfers.getFirst().id();
        MessageDigest digest = content.batch(batch, transfers.size());
        Map<Long, Hash> hashes = HashMap.newHashMap(transfers.size());
        for (Books.Transfer transfer : transfers) {
            List<ContentHash.Line> own = lines.getOrDefault(transfer.id(), List.of());
            if (own.size() > 1) {
                own.sort(ORDER);
            }
            Hash hash = content.transfer(transfer, own);
            digest.update(hash.bytes());
            hashes.put(transfer.id(), hash);
        }
        return new Seal(batch, Hash.ended(digest), hashes);
    }
}
