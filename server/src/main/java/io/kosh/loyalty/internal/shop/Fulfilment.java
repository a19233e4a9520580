package io.kosh.loyalty.internal.shop;

import io.kosh.cards.RewardPoints;
import io.kosh.cards.RewardPoints.Reservation;
import io.kosh.kernel.CompanyKey;
import io.kosh.loyalty.VoucherSupplier.Answer;
import io.kosh.loyalty.VoucherSupplier.Voucher;
import io.kosh.loyalty.internal.shop.OrderStore.Lease;
import io.kosh.loyalty.internal.shop.OrderStore.Move;
import io.kosh.loyalty.internal.shop.VoucherOrder.Line;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Has an order filled, in three steps of which each may be the last that a server does: it takes the order,
/// asks the supplier, and writes what came of it. Whoever takes it next begins with the question what the
/// supplier knows of it.
@Component
final class Fulfilment {
    private static final Logger LOG = LoggerFactory.getLogger(Fulfilment.class);
    private static final String ACTOR = "kosh";
    private static final Duration LONGEST_ASKED = Duration.ofDays(1);

    private final Database database;
    private final OrderStore store;
    private final ProductStore products;
    private final Vouchers vouchers;
    private final RewardPoints points;
    private final SupplierCalls supplier;
    private final ShopNews news;
    private final ShopSettings settings;
    private final BusinessClock business;
    private final Clock clock;

    Fulfilment(
            Database database,
            OrderStore store,
            ProductStore products,
            Vouchers vouchers,
            RewardPoints points,
            SupplierCalls supplier,
            ShopNews news,
            ShopSettings settings,
            BusinessClock business,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.products = products;
        this.vouchers = vouchers;
        this.points = points;
        this.supplier = supplier;
        this.news = news;
        this.settings = settings;
        this.business = business;
        this.clock = clock;
    }

    /// An order that this server asks for.
    ///
    /// @param at the company's time
    record Claimed(VoucherOrder order, UUID lease, Instant at) {}

    /// One try. Null where the order is not due, or somebody else asks for it.
    ///
    /// @param atLeast the company's time, where the caller knows it to be later than the clock says
    @Nullable
    VoucherOrder attempt(CompanyKey company, long key, Instant atLeast) {
        Claimed claimed = claim(company, key, atLeast);
        return claimed == null ? null : settle(company, claimed, ask(company, claimed));
    }

    private Instant now(CompanyKey company, Instant atLeast) {
        Instant now = business.now(company);
        return now.isBefore(atLeast) ? atLeast : now;
    }

    /// Takes the order. From here on the supplier may have been asked.
    @Nullable
    Claimed claim(CompanyKey company, long key, Instant atLeast) {
        Instant at = now(company, atLeast);
        Instant machine = clock.instant();
        Lease lease = new Lease(UUID.randomUUID(), at, machine, machine.plus(settings.lease()));
        return database.inCompany(company, () -> {
            VoucherOrder order = store.claim(company, key, lease);
            if (order != null && order.state() == OrderState.PENDING) {
                VoucherOrder asked = order.moved(OrderState.PROCESSING, at, null, null);
                return new Claimed(written(company, order.state(), asked, at, true), lease.id(), at);
            }
            return order == null ? null : new Claimed(order, lease.id(), at);
        });
    }

    Answer ask(CompanyKey company, Claimed claimed) {
        return supplier.ask(company, claimed.order(), claimed.at());
    }

    /// Writes what came of it; null where the order was taken over meanwhile.
    @Nullable
    VoucherOrder settle(CompanyKey company, Claimed claimed, Answer answer) {
        return database.inCompany(company, () -> {
            long key = claimed.order().key();
            if (!store.lock(company, key, claimed.lease())) {
                LOG.warn(
                        "order {} was taken over while the supplier was asked",
                        claimed.order().id());
                return null;
            }
            VoucherOrder order = Objects.requireNonNull(store.byKey(company, key));
            Instant at = now(company, claimed.at());
            return switch (answer) {
                case Answer.Filled filled -> filled(company, order, filled, at);
                case Answer.Refused(String reason) -> failed(company, order, reason, at);
                case Answer.Working(Duration asked) -> later(company, order, at, asked);
                case Answer.Unheard(var _, Duration asked) -> later(company, order, at, asked);
                case Answer.Unknown() -> later(company, order, at, null);
            };
        });
    }

    private VoucherOrder later(CompanyKey company, VoucherOrder order, Instant at, @Nullable Duration asked) {
        Duration planned = settings.pause(order.attempts());
        Duration heard = asked == null ? planned : asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
        VoucherOrder after = order.dueAt(at.plus(heard.compareTo(planned) > 0 ? heard : planned));
        store.save(company, after, false);
        return after;
    }

    private VoucherOrder filled(CompanyKey company, VoucherOrder order, Answer.Filled answer, Instant at) {
        List<Line> lines = lines(order, answer.vouchers());
        if (lines == null) {
            LOG.error("order {}: the supplier has filled what was not ordered; it is asked again", order.id());
            return later(company, order, at, null);
        }
        VoucherOrder counted = order.with(lines);
        int count = answer.vouchers().size();
        if (count == 0) {
            return failed(company, order, "NOTHING_FILLED", at);
        }
        vouchers.keep(company, order.key(), answer.vouchers());
        // The stock before the points, as whoever orders locks them.
        products.returnStock(company, order.key(), counted.unfilled());
        points.spend(company, hold(order), reservation(order), counted.priceOfFilled(), remarks(order));
        OrderState to = count == order.quantity() ? OrderState.SUCCESS : OrderState.PARTIAL_SUCCESS;
        VoucherOrder after = counted.moved(to, at, answer.supplierOrderId(), null);
        return written(company, order.state(), after, at, false);
    }

    /// The lines with how much of each is there; null where it is not what was ordered.
    private static @Nullable List<Line> lines(VoucherOrder order, List<Voucher> came) {
        Map<Integer, Integer> counts = new HashMap<>();
        came.forEach(voucher -> counts.merge(voucher.line(), 1, Integer::sum));
        List<Line> lines = new ArrayList<>();
        for (Line line : order.lines()) {
            Integer count = counts.remove(line.number());
            if (count != null && count > line.quantity()) {
                return null;
            }
            lines.add(line.withFilled(count == null ? 0 : count));
        }
        return counts.isEmpty() ? lines : null;
    }

    private VoucherOrder failed(CompanyKey company, VoucherOrder order, String why, Instant at) {
        products.returnStock(company, order.key(), order.ordered());
        points.release(company, hold(order));
        return written(company, order.state(), order.moved(OrderState.FAILED, at, null, why), at, false);
    }

    private VoucherOrder written(
            CompanyKey company, OrderState before, VoucherOrder after, Instant at, boolean keepLease) {
        store.save(company, after, keepLease);
        store.insert(company, after.key(), new Move(after.moves(), at, ACTOR, before, after.state()));
        news.moved(company, before, after);
        return after;
    }

    static Reservation reservation(VoucherOrder order) {
        return new Reservation(order.cardId(), order.price(), order.id(), Orders.holdUntil(order.createdAt()));
    }

    static long hold(VoucherOrder order) {
        return Objects.requireNonNull(order.hold(), "an order that is committed has its hold");
    }

    private static String remarks(VoucherOrder order) {
        String brands = order.lines().stream().map(Line::brand).distinct().collect(Collectors.joining(", "));
        return brands.length() > 200 ? brands.substring(0, 200) : brands;
    }
}
