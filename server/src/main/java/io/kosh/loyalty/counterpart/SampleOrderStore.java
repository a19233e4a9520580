package io.kosh.loyalty.counterpart;

import io.kosh.platform.SqlTimes;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The memory of the sandbox's supplier. No company is in it.
@Component
@OnlyInSandbox
final class SampleOrderStore {
    private final JdbcClient jdbc;

    SampleOrderStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What became of an order.
    ///
    /// @param reason  why it was refused, null where it was not
    /// @param readyAt until then it is at work
    record Kept(
            String reference,
            String status,
            @Nullable String reason,
            LocalDate orderedOn,
            Instant readyAt,
            List<Filled> lines) {}

    /// How much of a line was filled.
    record Filled(int line, int filled, int validityDays) {}

    /// False where the reference is there already; others wait here until the first has decided.
    boolean insert(Kept order) {
        boolean first = jdbc.sql("""
                        insert into loyalty.sample_order (reference, status, reason, ordered_on, ready_at)
                        values (?, ?, ?, ?, ?) on conflict do nothing""")
                        .params(order.reference(), order.status())
                        .param(order.reason())
                        .params(order.orderedOn(), SqlTimes.column(order.readyAt()))
                        .update()
                == 1;
        if (first) {
            for (Filled line : order.lines()) {
                jdbc.sql("""
                                insert into loyalty.sample_line (reference, line, filled, validity_days)
                                values (?, ?, ?, ?)""")
                        .params(order.reference(), line.line(), line.filled(), line.validityDays())
                        .update();
            }
        }
        return first;
    }

    @Nullable
    Kept find(String reference) {
        List<Filled> lines = jdbc.sql("""
                        select line, filled, validity_days from loyalty.sample_line where reference = ? order by line""")
                .param(reference)
                .query((row, _) -> new Filled(row.getInt(1), row.getInt(2), row.getInt(3)))
                .list();
        return jdbc.sql("select status, reason, ordered_on, ready_at from loyalty.sample_order where reference = ?")
                .param(reference)
                .query((row, _) -> new Kept(
                        reference,
                        row.getString(1),
                        row.getString(2),
                        row.getObject(3, LocalDate.class),
                        SqlTimes.instant(row, 4),
                        lines))
                .optional()
                .orElse(null);
    }

    /// Takes from the shelf, at most what is there, and returns how many. A shelf is filled when it is first
    /// looked at.
    int take(String sku, int wanted, long firstStock) {
        jdbc.sql("insert into loyalty.sample_stock (sku, stock) values (?, ?) on conflict do nothing")
                .params(sku, firstStock)
                .update();
        long stock = jdbc.sql("select stock from loyalty.sample_stock where sku = ? for update")
                .param(sku)
                .query(Long.class)
                .single();
        int taken = (int) Math.min(stock, wanted);
        jdbc.sql("update loyalty.sample_stock set stock = stock - ? where sku = ?")
                .params(taken, sku)
                .update();
        return taken;
    }
}
