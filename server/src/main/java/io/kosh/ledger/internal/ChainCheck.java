package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.VerificationReport.CompanyChain;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Recomputes one company's hashes from what it is shown, piece by piece, and keeps the first broken link: that of the
/// lowest block, batch and transfer. What is not sealed comes after every block.
final class ChainCheck {
    private static final long NOWHERE = Long.MAX_VALUE;
    /// Far longer than sealing takes, also on a busy machine.
    private static final Duration LATE = Duration.ofMinutes(1);
    /// Batches of which only some transfers were seen yet. As many as these are under way in no sound books.
    private static final int MOST_OPEN = 100_000;

    private final String companyId;
    private final ContentHash content;
    private final Map<Long, Open> open = new HashMap<>();

    private long transfers;
    private long unhashed;
    private @Nullable Long firstHashed;
    private long broken;
    private @Nullable Place firstPlace;
    private String firstBroken = "";

    private @Nullable OpenBlock block;
    private long blocks;
    private Hash last = Hash.NONE;

    ChainCheck(CompanyKey company, String companyId) {
        this.companyId = companyId;
        this.content = new ContentHash(company);
    }

    private record Place(long block, long batch, long transfer) {
        boolean before(Place other) {
            return block != other.block
                    ? block < other.block
                    : batch != other.batch ? batch < other.batch : transfer < other.transfer;
        }
    }

    /// A batch whose transfers are being seen.
    private static final class Open {
        private final VerificationStore.Batch batch;
        private final MessageDigest digest;
        private int seen;

        Open(VerificationStore.Batch batch, MessageDigest digest) {
            this.batch = batch;
            this.digest = digest;
        }
    }

    /// A block whose batches are being seen.
    private static final class OpenBlock {
        private final SealStore.Block block;
        private final MessageDigest digest;
        private int batches;

        OpenBlock(SealStore.Block block, MessageDigest digest) {
            this.block = block;
            this.digest = digest;
        }
    }

    long transfers() {
        return transfers;
    }

    /// A transfer in order of ids: its hash is compared with what it says.
    void transfer(VerificationStore.Stored stored) {
        transfers++;
        if (stored.batchId() == null) {
            if (firstHashed == null) {
                unhashed++;
            } else {
                broken(
                        new Place(NOWHERE, NOWHERE, stored.id()),
                        "transfer " + stored.id() + " stands in no batch, although sealing began with transfer "
                                + firstHashed + ": it was put in beside Kosh, or while hashing was off");
            }
            return;
        }
        if (firstHashed == null) {
            firstHashed = stored.id();
        }
        if (stored.batch() == null) {
            broken(place(stored), at(stored) + " names a batch that is not there");
        }
        Hash hash = stored.hash();
        if (hash == null) {
            broken(place(stored), at(stored) + " has lost its content hash");
        } else if (stored.transfer() == null) {
            broken(place(stored), at(stored) + " has a phase or detail that Kosh never writes: it was changed");
        } else {
            Hash now = content.transfer(stored.transfer(), stored.lines());
            if (!now.equals(hash)) {
                broken(
                        place(stored),
                        at(stored) + " or its entries were changed after they were written: they hash to "
                                + shortly(now) + ", and what was written to " + shortly(hash));
            }
        }
    }

    /// A transfer of a batch that is seen as a whole, in order of ids: its hash counts for the batch's digest.
    void member(VerificationStore.Stored stored) {
        VerificationStore.Batch batch = stored.batch();
        Long id = stored.batchId();
        Hash hash = stored.hash();
        if (batch == null || id == null || hash == null) {
            return;
        }
        Open members = open.computeIfAbsent(id, _ -> new Open(batch, content.batch(id, batch.transfers())));
        members.digest.update(hash.bytes());
        members.seen++;
        if (members.seen == batch.transfers()) {
            open.remove(id);
            if (!Hash.ended(members.digest).equals(batch.digest())) {
                notThoseWritten(id, batch, stored.id());
            }
        } else if (open.size() > MOST_OPEN) {
            incomplete();
        }
    }

    /// After the last member: what is still open lacks transfers or has one too many.
    void incomplete() {
        open.forEach((id, members) -> notThoseWritten(id, members.batch, id));
        open.clear();
    }

    private void notThoseWritten(long id, VerificationStore.Batch batch, long transfer) {
        broken(
                new Place(blockOr(batch.block()), id, transfer),
                in(batch.block(), id) + ": its transfers are not the " + batch.transfers()
                        + " that were written in it, with transfer " + transfer + " as the last one there");
    }

    /// The chain in order of numbers, each block with its batches in order of their ids.
    void link(VerificationStore.Link link) {
        OpenBlock current = block;
        SealStore.Block given = link.block();
        if (current == null || current.block.header().number() != given.header().number()) {
            endOfChain();
            joined(given);
            current = new OpenBlock(given, content.block(given.header()));
            block = current;
        }
        if (link.batchId() != null && link.digest() != null) {
            current.digest.update(content.sealed(link.batchId(), link.digest()));
            current.batches++;
        }
    }

    private void joined(SealStore.Block next) {
        long number = next.header().number();
        if (number != blocks + 1) {
            brokenBlock(blocks + 1, "block " + (blocks + 1) + " is missing before block " + number);
        } else if (!next.header().previous().equals(last)) {
            brokenBlock(
                    number,
                    "block " + number + " does not follow from "
                            + (number == 1 ? "the beginning" : "block " + (number - 1)) + ": it names "
                            + shortly(next.header().previous()) + " before it, and there is " + shortly(last));
        }
    }

    void endOfChain() {
        OpenBlock ended = block;
        if (ended == null) {
            return;
        }
        ContentHash.Header header = ended.block.header();
        Hash now = Hash.ended(ended.digest);
        if (ended.batches != header.batches()) {
            brokenBlock(
                    header.number(),
                    "block " + header.number() + " was sealed with " + header.batches() + " batches and "
                            + ended.batches + " name it");
        } else if (!now.equals(ended.block.hash())) {
            brokenBlock(
                    header.number(),
                    "block " + header.number() + " or a batch of it was changed after it was sealed: it hashes to "
                            + shortly(now) + ", and what was sealed to "
                            + shortly(ended.block.hash()));
        }
        blocks = header.number();
        last = ended.block.hash();
        block = null;
    }

    void emptyBatch(VerificationStore.@Nullable Suspect suspect) {
        if (suspect != null) {
            broken(
                    new Place(blockOr(suspect.block()), suspect.batch(), suspect.batch()),
                    in(suspect.block(), suspect.batch())
                            + ": all of its transfers are gone, the first of them transfer " + suspect.batch());
        }
    }

    void batchOfNoBlock(VerificationStore.@Nullable Suspect suspect) {
        if (suspect != null) {
            broken(
                    new Place(blockOr(suspect.block()), suspect.batch(), suspect.batch()),
                    "block " + suspect.block() + " is gone: batch " + suspect.batch() + " was sealed into it");
        }
    }

    CompanyChain report(VerificationStore.Progress progress) {
        if (progress.waited().compareTo(LATE) > 0) {
            broken(
                    new Place(NOWHERE, NOWHERE, NOWHERE),
                    "batches are not sealed that were written "
                            + progress.waited().toSeconds()
                            + " s before the last one: blocks were taken away, or no server seals");
        }
        return new CompanyChain(
                companyId,
                transfers,
                progress.batches(),
                blocks,
                progress.unsealed(),
                unhashed,
                broken,
                firstPlace == null ? null : "Company " + companyId + ": " + firstBroken + ".");
    }

    private void brokenBlock(long number, String what) {
        broken(new Place(number, 0, 0), what);
    }

    private void broken(Place place, String what) {
        broken++;
        if (firstPlace == null || place.before(firstPlace)) {
            firstPlace = place;
            firstBroken = what;
        }
    }

    private static Place place(VerificationStore.Stored stored) {
        VerificationStore.Batch batch = stored.batch();
        Long id = stored.batchId();
        return new Place(blockOr(batch == null ? null : batch.block()), id == null ? NOWHERE : id, stored.id());
    }

    private static long blockOr(@Nullable Long block) {
        return block == null ? NOWHERE : block;
    }

    private static String at(VerificationStore.Stored stored) {
        VerificationStore.Batch batch = stored.batch();
        return in(batch == null ? null : batch.block(), stored.batchId()) + ": transfer " + stored.id();
    }

    private static String in(@Nullable Long block, @Nullable Long batch) {
        return (block == null ? "not sealed yet" : "block " + block) + ", batch " + batch;
    }

    private static String shortly(Hash hash) {
        return hash.toString().substring(0, 12);
    }
}
