package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.Refusal;
import io.kosh.loyalty.internal.shop.VoucherOrder.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Points given back for vouchers that had come, such as ones that no shop takes. The order stays what it was.
///
/// @param number    of the order, from 1
/// @param reference the client's own, unique in the order for ever
/// @param request   what must be the same for a repeated reference
/// @param amount    in hundredths of points
record VoucherRefund(
        int number,
        String reference,
        String request,
        long amount,
        String reason,
        String actor,
        Instant at,
        List<Item> items) {

    VoucherRefund {
        items = List.copyOf(items);
    }

    /// So many vouchers of one denomination.
    ///
    /// @param amount what is given back for them
    record Item(String configId, int quantity, long amount) {}

    int quantity() {
        return items.stream().mapToInt(Item::quantity).sum();
    }

    /// The order as it is when points were given back for some vouchers more.
    ///
    /// @param wanted how many of each denomination; empty for all that are left
    static VoucherOrder refunding(VoucherOrder order, SortedMap<String, Integer> wanted) {
        Map<String, Integer> open = new HashMap<>(wanted);
        List<Line> lines = new ArrayList<>();
        for (Line line : order.lines()) {
            int there = line.filled() - line.refunded();
            int taken = wanted.isEmpty() ? there : Math.min(there, open.getOrDefault(line.configId(), 0));
            open.computeIfPresent(line.configId(), (_, left) -> left - taken);
            lines.add(line.refunding(taken));
        }
        VoucherOrder after = order.with(lines);
        if (after.refunded() == order.refunded() || open.values().stream().anyMatch(left -> left > 0)) {
            throw Refusal.ofField(
                    ShopError.VOUCHERS_NOT_THERE,
                    "items",
                    "the order " + order.id() + " has not so many vouchers whose points were not given back yet");
        }
        return after;
    }

    /// What lies between an order and the same later.
    static List<Item> between(VoucherOrder before, VoucherOrder after) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < after.lines().size(); i++) {
            Line line = after.lines().get(i);
            int count = line.refunded() - before.lines().get(i).refunded();
            if (count > 0) {
                items.add(new Item(line.configId(), count, line.price() * count));
            }
        }
        return items;
    }
}
