package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.IdShape;
import io.kosh.kernel.Refusal;
import io.kosh.loyalty.VoucherSupplier.SupplierOrder;
import io.kosh.loyalty.internal.shop.Product.Denomination;
import io.kosh.platform.BusinessClock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// An order of vouchers. Amounts are in paise, and in hundredths of points.
///
/// @param id        `OR` + 11; the supplier knows it by this
/// @param reference the client's own, unique in the company for ever
/// @param request   what must be the same for a repeated reference
/// @param cardId    the card that pays
/// @param moves     how often its state moved
/// @param paid      what was spent in the end
/// @param hold      the ledger's hold of the points; null only within the transaction that makes the order
/// @param failure   why it failed, null where it did not
/// @param attempts  how often the supplier was asked
/// @param dueAt     when it is asked next
/// @param requestId the HTTP request that ordered
record VoucherOrder(
        long key,
        String id,
        String reference,
        String request,
        String userId,
        String cardId,
        OrderState state,
        int moves,
        long paid,
        @Nullable Long hold,
        @Nullable String supplierOrderId,
        @Nullable String failure,
        int attempts,
        Instant dueAt,
        @Nullable String requestId,
        Instant createdAt,
        @Nullable Instant endedAt,
        List<Line> lines) {
    static final IdShape ID = IdShape.alphanumeric("OR", 11);

    VoucherOrder {
        lines = List.copyOf(lines);
    }

    /// So many vouchers of one amount, as they were priced when they were ordered.
    ///
    /// @param filled   how many came
    /// @param refunded for how many of these the points were given back
    record Line(
            int number,
            String productId,
            String configId,
            String sku,
            String brand,
            String aggregator,
            String category,
            long face,
            long price,
            int discount,
            int supplierDiscount,
            int quantity,
            int filled,
            int refunded,
            int expiryDays) {

        static Line of(int number, Product product, Denomination denomination, long face, int quantity) {
            return new Line(
                    number,
                    product.id(),
                    denomination.id(),
                    denomination.sku(),
                    product.brand(),
                    product.aggregator(),
                    product.category(),
                    face,
                    denomination.price(face),
                    denomination.discount(),
                    denomination.supplierDiscount(),
                    quantity,
                    0,
                    0,
                    product.expiryDays());
        }

        Line withFilled(int count) {
            return counting(count, refunded);
        }

        Line refunding(int more) {
            return counting(filled, refunded + more);
        }

        private Line counting(int came, int wentBack) {
            return new Line(
                    number,
                    productId,
                    configId,
                    sku,
                    brand,
                    aggregator,
                    category,
                    face,
                    price,
                    discount,
                    supplierDiscount,
                    quantity,
                    came,
                    wentBack,
                    expiryDays);
        }
    }

    VoucherOrder with(List<Line> itsLines) {
        return new VoucherOrder(
                key,
                id,
                reference,
                request,
                userId,
                cardId,
                state,
                moves,
                paid,
                hold,
                supplierOrderId,
                failure,
                attempts,
                dueAt,
                requestId,
                createdAt,
                endedAt,
                itsLines);
    }

    VoucherOrder dueAt(Instant next) {
        return new VoucherOrder(
                key,
                id,
                reference,
                request,
                userId,
                cardId,
                state,
                moves,
                paid,
                hold,
                supplierOrderId,
                failure,
                attempts,
                next,
                requestId,
                createdAt,
                endedAt,
                lines);
    }

    /// The same in its next state.
    ///
    /// @param supplierId the supplier's own id, null where it told none
    VoucherOrder moved(OrderState to, Instant at, @Nullable String supplierId, @Nullable String why) {
        OrderState next = OrderState.LIFECYCLE.move(ShopError.ORDER_STAYS, state, to);
        return new VoucherOrder(
                key,
                id,
                reference,
                request,
                userId,
                cardId,
                next,
                moves + 1,
                next.isOpen() ? 0 : priceOfFilled(),
                hold,
                supplierId,
                why,
                attempts,
                dueAt,
                requestId,
                createdAt,
                next.isOpen() ? null : at,
                lines);
    }

    int quantity() {
        return lines.stream().mapToInt(Line::quantity).sum();
    }

    /// How many are there.
    int filled() {
        return lines.stream().mapToInt(Line::filled).sum();
    }

    /// What the vouchers are worth.
    long face() {
        return lines.stream().mapToLong(line -> line.face() * line.quantity()).sum();
    }

    /// What they cost.
    long price() {
        return lines.stream().mapToLong(line -> line.price() * line.quantity()).sum();
    }

    /// What is to be paid for those that are there.
    long priceOfFilled() {
        return lines.stream().mapToLong(line -> line.price() * line.filled()).sum();
    }

    /// For how many of them the points were given back.
    int refunded() {
        return lines.stream().mapToInt(Line::refunded).sum();
    }

    /// What was given back for these.
    long priceOfRefunded() {
        return lines.stream().mapToLong(line -> line.price() * line.refunded()).sum();
    }

    /// So many of each denomination, in the order of their ids.
    SortedMap<String, Integer> ordered() {
        return count(Line::quantity);
    }

    SortedMap<String, Integer> unfilled() {
        SortedMap<String, Integer> unfilled = count(line -> line.quantity() - line.filled());
        unfilled.values().removeIf(count -> count == 0);
        return unfilled;
    }

    private SortedMap<String, Integer> count(ToIntFunction<Line> number) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        lines.forEach(line -> counts.merge(line.configId(), number.applyAsInt(line), Integer::sum));
        return counts;
    }

    /// As the supplier is told of it: the same at every try.
    SupplierOrder forSupplier() {
        return new SupplierOrder(
                id,
                LocalDate.ofInstant(createdAt, BusinessClock.ZONE),
                lines.stream()
                        .map(line -> new SupplierOrder.Line(
                                line.number(), line.sku(), line.face(), line.quantity(), line.expiryDays()))
                        .toList());
    }

    static Refusal unknown(String id) {
        return Refusal.ofField(ShopError.ORDER_UNKNOWN, "orderId", "there is no order " + id);
    }
}
