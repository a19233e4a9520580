package io.kosh.ledger.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import java.util.concurrent.atomic.AtomicLong;

/// The ids of accounts that were met, up to two million of them in 50 MB, a sixth of what a map of objects would need.
/// It grows with the books; once it may not grow any more, new ids take the places of others.
///
/// An id belongs to a number for its company and kind, and to its owner. Numbers are never given twice, so what is
/// forgotten is not found again, wherever it still stands.
final class AccountIds {
    private static final int SEGMENTS = 256;
    private static final int MOST_NUMBERS = 200_000;

    private final Cache<Family, Long> numbers =
            Caffeine.newBuilder().maximumSize(MOST_NUMBERS).build();
    private final AtomicLong lastNumber = new AtomicLong();
    private final Segment[] segments = new Segment[SEGMENTS];

    AccountIds() {
        for (int i = 0; i < SEGMENTS; i++) {
            segments[i] = new Segment();
        }
    }

    /// The accounts of one kind of a company.
    private record Family(CompanyKey company, String kind) {}

    /// The id of an account, 0 where it is not known.
    long find(CompanyKey company, AccountRef ref) {
        Long number = numbers.getIfPresent(new Family(company, ref.kind().name()));
        if (number == null) {
            return 0;
        }
        long hash = hash(number, ref.owner());
        return segment(hash).find(hash, number, ref.owner());
    }

    void remember(CompanyKey company, AccountRef ref, long id) {
        long number = numbers.get(new Family(company, ref.kind().name()), _ -> lastNumber.incrementAndGet());
        long hash = hash(number, ref.owner());
        segment(hash).put(hash, number, ref.owner(), id);
    }

    void forget(CompanyKey company) {
        numbers.asMap().keySet().removeIf(family -> family.company().equals(company));
    }

    private Segment segment(long hash) {
        return segments[(int) (hash >>> 56)];
    }

    /// Every bit of both numbers changes about half of the bits (the finalizer of SplitMix64).
    private static long hash(long number, long owner) {
        long mixed = owner + number * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /// Buckets of a few places each, three numbers a place. An account stands in the bucket of its hash or nowhere.
    /// Where that is full, the buckets are doubled if half of all places are taken; else one of the bucket goes.
    private static final class Segment {
        private static final int PLACES = 8;
        private static final int STRIDE = 3;
        private static final int MOST_BUCKETS = 1 << 10;

        private int buckets = 1;
        private long[] table = new long[PLACES * STRIDE];
        private int taken;
        private int victim;

        synchronized long find(long hash, long number, long owner) {
            int at = at(hash, number, owner);
            return at < 0 ? 0 : table[at + 2];
        }

        synchronized void put(long hash, long number, long owner, long id) {
            int at = at(hash, number, owner);
            if (at < 0) {
                at = free(hash);
            }
            if (at < 0 && buckets < MOST_BUCKETS && 2 * taken >= buckets * PLACES) {
                grow();
                at = free(hash);
            }
            if (at < 0) {
                victim = (victim + 1) % PLACES;
                at = start(hash) + victim * STRIDE;
            } else if (table[at] == 0) {
                taken++;
            }
            table[at] = number;
            table[at + 1] = owner;
            table[at + 2] = id;
        }

        private int start(long hash) {
            return (int) (hash & (buckets - 1)) * PLACES * STRIDE;
        }

        private int at(long hash, long number, long owner) {
            int start = start(hash);
            for (int at = start; at < start + PLACES * STRIDE; at += STRIDE) {
                if (table[at] == number && table[at + 1] == owner) {
                    return at;
                }
            }
            return -1;
        }

        private int free(long hash) {
            int start = start(hash);
            for (int at = start; at < start + PLACES * STRIDE; at += STRIDE) {
                if (table[at] == 0) {
                    return at;
                }
            }
            return -1;
        }

        /// Each bucket becomes two, so all find a place.
        private void grow() {
            long[] old = table;
            buckets *= 2;
            table = new long[buckets * PLACES * STRIDE];
            for (int from = 0; from < old.length; from += STRIDE) {
                if (old[from] != 0) {
                    System.arraycopy(old, from, table, free(hash(old[from], old[from + 1])), STRIDE);
                }
            }
        }
    }
}
