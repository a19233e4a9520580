package io.kosh.ledger.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.ChainHead;
import io.kosh.ledger.Side;
import io.kosh.ledger.SourceKey;
import io.kosh.ledger.TransferView.Phase;
import io.kosh.platform.MasterKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentHashTest {
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00.123456Z");
    private static final CompanyKey COMPANY = new CompanyKey(1);
    private static final Books.Transfer TRANSFER = new Books.Transfer(
            7, AT, "test.give", Phase.POST, new SourceKey("test", "a"), null, Map.of("event", "WELCOME"));
    private static final ContentHash.Line DEBIT = line(1, "test.mint", 0, Side.DEBIT, 25);
    private static final ContentHash.Line CREDIT = line(2, "test.purse", 9, Side.CREDIT, 25);

    private static ContentHash.Line line(long account, String kind, long owner, Side side, long posted) {
        return new ContentHash.Line(new Books.Entry(account, 3, 7, side, posted, 0, 40, AT), kind, owner);
    }

    private static ContentHash.Line with(Books.Entry entry) {
        return new ContentHash.Line(entry, "test.purse", 9);
    }

    private static Hash hash(Books.Transfer transfer, ContentHash.Line... lines) {
        return new ContentHash(COMPANY).transfer(transfer, List.of(lines));
    }

    private static Books.Transfer detailed(Map<String, String> detail) {
        return new Books.Transfer(7, AT, "test.give", Phase.POST, new SourceKey("test", "a"), null, detail);
    }

    private static Books.Transfer sourced(String kind, String id) {
        return new Books.Transfer(7, AT, "test.give", Phase.POST, new SourceKey(kind, id), null, Map.of());
    }

    @Test
    void staysTheSameForEver() {
        assertThat(hash(TRANSFER, DEBIT, CREDIT))
                .hasToString("faf252cd94911c5c78f93a416da19dff915a2e11e0bd7d1c9204ade05550321e");
    }

    @Test
    void isTheSameWhateverTheOrderOfTheDetail() {
        Map<String, String> one = new LinkedHashMap<>();
        Map<String, String> other = new LinkedHashMap<>();
        for (int i = 0; i < 9; i++) {
            one.put("name" + i, "value");
            other.put("name" + (8 - i), "value");
        }

        assertThat(hash(detailed(one), DEBIT)).isEqualTo(hash(detailed(other), DEBIT));
    }

    @Test
    void isAnotherWhenAnyFieldIs() {
        SourceKey source = TRANSFER.source();
        List<Hash> hashes = new ArrayList<>(List.of(
                hash(TRANSFER, DEBIT, CREDIT),
                hash(TRANSFER, DEBIT),
                new ContentHash(new CompanyKey(2)).transfer(TRANSFER, List.of(DEBIT, CREDIT)),
                hash(
                        new Books.Transfer(8, AT, "test.give", Phase.POST, source, null, TRANSFER.detail()),
                        DEBIT,
                        CREDIT),
                hash(
                        new Books.Transfer(
                                7, AT.plusNanos(1_000), "test.give", Phase.POST, source, null, TRANSFER.detail()),
                        DEBIT,
                        CREDIT),
                hash(
                        new Books.Transfer(7, AT, "test.take", Phase.POST, source, null, TRANSFER.detail()),
                        DEBIT,
                        CREDIT),
                hash(
                        new Books.Transfer(7, AT, "test.give", Phase.HOLD, source, null, TRANSFER.detail()),
                        DEBIT,
                        CREDIT),
                hash(new Books.Transfer(7, AT, "test.give", Phase.POST, source, 0L, TRANSFER.detail()), DEBIT, CREDIT),
                hash(new Books.Transfer(7, AT, "test.give", Phase.POST, source, 5L, TRANSFER.detail()), DEBIT, CREDIT),
                hash(sourced("test", "b"), DEBIT, CREDIT),
                hash(sourced("tests", "b"), DEBIT, CREDIT),
                hash(detailed(Map.of("event", "BIRTHDAY")), DEBIT, CREDIT),
                hash(detailed(Map.of("events", "WELCOME")), DEBIT, CREDIT),
                hash(detailed(Map.of("event", "WELCOME", "a", "b")), DEBIT, CREDIT),
                hash(TRANSFER, DEBIT, line(2, "test.purse", 10, Side.CREDIT, 25)),
                hash(TRANSFER, DEBIT, line(2, "test.shop", 9, Side.CREDIT, 25)),
                hash(TRANSFER, DEBIT, line(3, "test.purse", 9, Side.CREDIT, 25)),
                hash(TRANSFER, DEBIT, line(2, "test.purse", 9, Side.DEBIT, 25)),
                hash(TRANSFER, DEBIT, line(2, "test.purse", 9, Side.CREDIT, 26)),
                hash(TRANSFER, DEBIT, with(new Books.Entry(2, 4, 7, Side.CREDIT, 25, 0, 40, AT))),
                hash(TRANSFER, DEBIT, with(new Books.Entry(2, 3, 7, Side.CREDIT, 25, 1, 40, AT))),
                hash(TRANSFER, DEBIT, with(new Books.Entry(2, 3, 7, Side.CREDIT, 25, 0, 41, AT))),
                hash(TRANSFER, DEBIT, with(new Books.Entry(2, 3, 7, Side.CREDIT, 25, 0, 40, AT.plusNanos(1_000))))));

        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void fieldsThatRunTogetherAreToldApart() {
        assertThat(hash(sourced("ab", "c"), DEBIT)).isNotEqualTo(hash(sourced("a", "bc"), DEBIT));
        assertThat(hash(detailed(Map.of("a", "bc")), DEBIT)).isNotEqualTo(hash(detailed(Map.of("ab", "c")), DEBIT));
    }

    @Test
    void longTextsFitToo() {
        assertThat(hash(sourced("test", "x".repeat(100_000)), DEBIT))
                .isNotEqualTo(hash(sourced("test", "x".repeat(100_001)), DEBIT));
    }

    @Test
    void aSignedHeadIsKnownAgainAndAChangedOneIsNot() {
        ChainKey key = new ChainKey(new MasterKey(new byte[MasterKey.BYTES]));
        ChainHead head = key.signed(new ChainHead("CEK1", 3, "ab", 9, AT, "", ""));
        byte[] other = new byte[MasterKey.BYTES];
        other[0] = 1;

        assertThat(key.made(head)).isTrue();
        assertThat(new ChainKey(new MasterKey(new byte[MasterKey.BYTES])).made(head))
                .isTrue();
        assertThat(new ChainKey(new MasterKey(other)).made(head)).isFalse();
        for (ChainHead changed : List.of(
                new ChainHead("CEK2", 3, "ab", 9, AT, head.publicKey(), head.signature()),
                new ChainHead("CEK1", 4, "ab", 9, AT, head.publicKey(), head.signature()),
                new ChainHead("CEK1", 3, "ac", 9, AT, head.publicKey(), head.signature()),
                new ChainHead("CEK1", 3, "ab", 8, AT, head.publicKey(), head.signature()),
                new ChainHead("CEK1", 3, "ab", 9, AT.plusNanos(1_000), head.publicKey(), head.signature()),
                new ChainHead("CEK1", 3, "ab", 9, AT, head.publicKey(), "not Base64"))) {
            assertThat(key.made(changed)).as(changed.toString()).isFalse();
        }
    }
}
