package io.kosh.loyalty.counterpart;

import io.kosh.loyalty.counterpart.SampleOrderStore.Filled;
import io.kosh.loyalty.counterpart.SampleOrderStore.Kept;
import io.kosh.loyalty.counterpart.SampleVouchers.Minted;
import io.kosh.platform.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What the sandbox's supplier does with orders. Its articles have manners, told by the end of their names, so
/// that each ending of an order can be seen: `-HALF` is never there in full, `-SLOW` takes a while, `-NONE` is
/// sold out.
@Component
@OnlyInSandbox
final class SampleSupplier {
    static final String COMPLETE = "COMPLETE";
    static final String PROCESSING = "PROCESSING";
    static final String REFUSED = "REFUSED";
    private static final String OUT_OF_STOCK = "OUT_OF_STOCK";
    private static final long FIRST_STOCK = 100_000;
    private static final Duration WHILE = Duration.ofSeconds(3);

    private final Database database;
    private final SampleOrderStore store;
    private final SampleVouchers vouchers;
    private final Clock clock;

    SampleSupplier(Database database, SampleOrderStore store, SampleVouchers vouchers, Clock clock) {
        this.database = database;
        this.store = store;
        this.vouchers = vouchers;
        this.clock = clock;
    }

    /// An order as it comes in.
    record Asked(String reference, LocalDate orderedOn, List<Line> lines) {}

    record Line(int line, String sku, int quantity, int validityDays) {}

    /// An order as it stands.
    record Order(
            String supplierOrderId, String status, @Nullable String reason, List<Minted> vouchers) {}

    /// The same reference is the same order, whatever else is said with it.
    Order place(Asked asked) {
        return database.inRegistry(() -> {
            Kept known = store.find(asked.reference());
            if (known != null) {
                return order(known);
            }
            List<Filled> filled = new ArrayList<>();
            int given = 0;
            for (Line line : asked.lines().stream()
                    .sorted(Comparator.comparing(Line::sku))
                    .toList()) {
                int taken = store.take(line.sku(), wanted(line), FIRST_STOCK);
                given += taken;
                filled.add(new Filled(line.line(), taken, line.validityDays()));
            }
            boolean slow = asked.lines().stream().anyMatch(line -> line.sku().endsWith("-SLOW"));
            Instant now = clock.instant();
            Kept made = new Kept(
                    asked.reference(),
                    given == 0 ? REFUSED : COMPLETE,
                    given == 0 ? OUT_OF_STOCK : null,
                    asked.orderedOn(),
                    slow ? now.plus(WHILE) : now,
                    filled);
            if (!store.insert(made)) {
                throw new IllegalStateException("two orders of one reference at once");
            }
            return order(made);
        });
    }

    private static int wanted(Line line) {
        if (line.sku().endsWith("-NONE")) {
            return 0;
        }
        return line.sku().endsWith("-HALF") ? line.quantity() / 2 : line.quantity();
    }

    @Nullable
    Order find(String reference) {
        Kept known = database.inRegistry(() -> store.find(reference));
        return known == null ? null : order(known);
    }

    private Order order(Kept kept) {
        String id = "S-" + kept.reference();
        if (clock.instant().isBefore(kept.readyAt())) {
            return new Order(id, PROCESSING, null, List.of());
        }
        List<Minted> minted = new ArrayList<>();
        for (Filled line : kept.lines()) {
            LocalDate lastDay = kept.orderedOn().plusDays(line.validityDays());
            for (int number = 1; number <= line.filled(); number++) {
                minted.add(vouchers.mint(kept.reference(), line.line(), number, lastDay));
            }
        }
        return new Order(id, kept.status(), kept.reason(), minted);
    }
}
