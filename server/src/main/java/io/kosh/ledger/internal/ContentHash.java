package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Side;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a transfer, a batch and a block say, as SHA-256. Every field is written with its length or in a fixed width, so
/// that two different contents never make the same bytes; docs/adr/0012 has the layout. Not safe for threads: one is
/// made a call and used for all of its transfers.
final class ContentHash {
    private static final byte TRANSFER = 1;
    private static final byte BATCH = 2;
    private static final byte BLOCK = 3;
    private static final byte ABSENT = 0;
    private static final byte PRESENT = 1;
    private static final int ROOM = 1024;

    private final MessageDigest digest = sha256();
    private final CompanyKey company;
    private byte[] buffer = new byte[ROOM];
    private int length;

    ContentHash(CompanyKey company) {
        this.company = company;
    }

    /// A line of a transfer as it is hashed: with the account's name and owner, so that an account cannot change hands.
    record Line(Books.Entry entry, String kind, long owner) {}

    /// A block without its hash.
    ///
    /// @param transfers all transfers that are sealed up to and in this block
    record Header(long number, Hash previous, Instant sealedAt, int batches, long transfers) {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }

    /// @param lines in order of account and version
    Hash transfer(Books.Transfer transfer, List<Line> lines) {
        begin(TRANSFER);
        number(transfer.id());
        number(micros(transfer.recordedAt()));
        text(transfer.template());
        text(transfer.phase().name());
        text(transfer.source().kind());
        text(transfer.source().id());
        Long relatesTo = transfer.relatesTo();
        octet(relatesTo == null ? ABSENT : PRESENT);
        number(relatesTo == null ? 0 : relatesTo);
        detail(transfer.detail());
        whole(lines.size());
        for (Line line : lines) {
            line(line);
        }
        return end();
    }

    private void detail(Map<String, String> detail) {
        Map<String, String> sorted = detail.size() < 2 ? detail : new TreeMap<>(detail);
        whole(sorted.size());
        sorted.forEach((name, value) -> {
            text(name);
            text(value);
        });
    }

    private void line(Line line) {
        Books.Entry entry = line.entry();
        number(entry.account());
        text(line.kind());
        number(line.owner());
        number(entry.version());
        octet(entry.side() == Side.DEBIT ? (byte) 'D' : (byte) 'C');
        number(entry.posted());
        number(entry.pending());
        number(entry.balance());
        number(micros(entry.recordedAt()));
    }

    /// Begins a batch: its transfers' hashes are added in order of their ids.
    MessageDigest batch(long id, int transfers) {
        begin(BATCH);
        number(id);
        whole(transfers);
        return started();
    }

    /// Begins a block; its batches are added as [#sealed] gives them, in order of their ids.
    MessageDigest block(Header header) {
        begin(BLOCK);
        number(header.number());
        bytes(header.previous().bytes());
        number(micros(header.sealedAt()));
        whole(header.batches());
        number(header.transfers());
        return started();
    }

    /// The bytes of a batch in its block.
    byte[] sealed(long batch, Hash batchDigest) {
        length = 0;
        number(batch);
        bytes(batchDigest.bytes());
        return Arrays.copyOf(buffer, length);
    }

    private void begin(byte what) {
        length = 0;
        octet(what);
        number(company.value());
    }

    private Hash end() {
        digest.update(buffer, 0, length);
        return Hash.ended(digest);
    }

    private MessageDigest started() {
        MessageDigest started = sha256();
        started.update(buffer, 0, length);
        return started;
    }

    private static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000), instant.getNano() / 1_000);
    }

    private void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] bytes) {
        whole(bytes.length);
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void number(long value) {
        reserve(Long.BYTES);
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            buffer[length++] = (byte) (value >>> shift);
        }
    }

    private void whole(int value) {
        reserve(Integer.BYTES);
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            buffer[length++] = (byte) (value >>> shift);
        }
    }

    private void octet(byte value) {
        reserve(1);
        buffer[length++] = value;
    }

    private void reserve(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
        }
    }
}
