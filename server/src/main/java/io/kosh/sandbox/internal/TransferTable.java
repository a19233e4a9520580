package io.kosh.sandbox.internal;

import io.kosh.ledger.Asset;
import io.kosh.ledger.EntryView;
import io.kosh.ledger.TransferView;
import io.kosh.platform.IndianNumbers;
import io.kosh.platform.Moment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A transfer with its lines as a page shows it.
record TransferTable(
        String id,
        String template,
        String phase,
        String source,
        Moment recordedAt,
        @Nullable String relatesTo,
        List<Line> lines) {

    /// Amounts as text, empty for none.
    record Line(String account, String debit, String credit, String pending, String balance, String unit) {}

    /// @param assets what each kind of account counts, by its name
    static TransferTable of(TransferView transfer, Map<String, Asset> assets) {
        return new TransferTable(
                Long.toString(transfer.id()),
                transfer.template(),
                transfer.phase().name(),
                transfer.sourceKind() + " " + transfer.sourceId(),
                Moment.of(transfer.recordedAt()),
                transfer.relatesTo() == null ? null : transfer.relatesTo().toString(),
                transfer.entries().stream()
                        .map(entry -> line(entry, assets.get(entry.account())))
                        .toList());
    }

    private static Line line(EntryView entry, @Nullable Asset asset) {
        int decimals = asset == null ? 0 : asset.decimals();
        return new Line(
                entry.account(),
                some(entry.debit(), decimals),
                some(entry.credit(), decimals),
                some(entry.pending(), decimals),
                IndianNumbers.amount(entry.balance(), decimals),
                asset == null ? "" : asset.name());
    }

    private static String some(long minor, int decimals) {
        return minor == 0 ? "" : IndianNumbers.amount(minor, decimals);
    }
}
