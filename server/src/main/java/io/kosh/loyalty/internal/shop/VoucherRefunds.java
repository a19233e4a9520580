package io.kosh.loyalty.internal.shop;

import io.kosh.cards.RewardPoints;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/// Giving points back for vouchers that had come. The order is locked first: nothing is given back twice.
@Component
final class VoucherRefunds {
    private final Database database;
    private final OrderStore orders;
    private final VoucherRefundStore store;
    private final RewardPoints points;
    private final ShopNews news;
    private final BusinessClock clock;

    VoucherRefunds(
            Database database,
            OrderStore orders,
            VoucherRefundStore store,
            RewardPoints points,
            ShopNews news,
            BusinessClock clock) {
        this.database = database;
        this.orders = orders;
        this.store = store;
        this.points = points;
        this.news = news;
        this.clock = clock;
    }

    /// A refund that is asked for.
    ///
    /// @param items     how many of each denomination; empty for all that are left
    /// @param graceDays for how many days points count whose own day is over
    /// @param actor     who asks
    record Wanted(String reference, SortedMap<String, Integer> items, String reason, int graceDays, String actor) {
        Wanted {
            items = new TreeMap<>(items);
        }

        String request() {
            return items + "\n" + graceDays + '\n' + reason;
        }
    }

    /// Gives points back into the lots that they were spent out of. The same reference with the same request gives
    /// the refund that stands.
    VoucherRefund refund(CompanyRef company, String orderId, Wanted wanted) {
        CompanyKey key = company.key();
        return database.inCompany(key, () -> {
            VoucherOrder order = orders.lock(key, orderId);
            if (order == null) {
                throw VoucherOrder.unknown(orderId);
            }
            VoucherRefund known = store.find(key, order.key(), wanted.reference());
            return known == null ? make(key, order, wanted) : same(known, wanted);
        });
    }

    private static VoucherRefund same(VoucherRefund known, Wanted wanted) {
        if (!known.request().equals(wanted.request())) {
            throw Refusal.ofField(
                    ShopError.VOUCHER_REFUND_REUSED,
                    "reference",
                    "the reference " + wanted.reference() + " was used for another refund of the order");
        }
        return known;
    }

    private VoucherRefund make(CompanyKey company, VoucherOrder order, Wanted wanted) {
        VoucherOrder after = VoucherRefund.refunding(order, wanted.items());
        Instant now = clock.now(company).truncatedTo(ChronoUnit.MICROS);
        LocalDate today = LocalDate.ofInstant(now, BusinessClock.ZONE);
        VoucherRefund made = new VoucherRefund(
                store.count(company, order.key()) + 1,
                wanted.reference(),
                wanted.request(),
                after.priceOfRefunded() - order.priceOfRefunded(),
                wanted.reason(),
                wanted.actor(),
                now,
                VoucherRefund.between(order, after));
        store.insert(company, order.key(), made);
        orders.saveRefunded(company, after);
        points.giveBack(
                company,
                Fulfilment.hold(order),
                Fulfilment.reservation(order),
                new RewardPoints.Return(
                        made.number(),
                        order.priceOfRefunded(),
                        made.amount(),
                        today,
                        today.plusDays(wanted.graceDays())),
                wanted.reason());
        news.refunded(company, after, made);
        return made;
    }

    /// An order's refunds, oldest first.
    Page<VoucherRefund> list(CompanyRef company, VoucherOrder order, Page.Request page) {
        return database.inCompany(
                company.key(),
                () -> Page.of(store.page(company.key(), order.key(), page), page, VoucherRefund::number));
    }
}
