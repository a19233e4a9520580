package io.kosh.gateway.internal;

import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.internal.OrderDraft.Times;
import io.kosh.gateway.internal.PaymentOrderMoves.Changed;
import io.kosh.gateway.internal.PaymentOrderSearchStore.Filter;
import io.kosh.gateway.internal.PaymentOrderSearchStore.Part;
import io.kosh.gateway.internal.PaymentOrderStore.Asked;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompatNotes;
import io.kosh.platform.Database;
import io.kosh.platform.GroupCommit;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.GroupCommits;
import io.kosh.platform.PublicIds;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Making orders, which share a commit, and finding them.
@Component
final class PaymentOrders {
    private final Database database;
    private final PaymentOrderStore store;
    private final PaymentOrderMoves moves;
    private final PaymentOrderSearchStore searches;
    private final AttemptStore attempts;
    private final Merchants merchants;
    private final PublicIds publicIds;
    private final GatewayIds ids;
    private final BusinessClock clock;
    private final RoundTrips trips;
    private final GroupCommit<OrderDraft, PaymentOrder> commits;

    PaymentOrders(
            Database database,
            PaymentOrderStore store,
            PaymentOrderMoves moves,
            PaymentOrderSearchStore searches,
            AttemptStore attempts,
            Merchants merchants,
            PublicIds publicIds,
            GatewayIds ids,
            BusinessClock clock,
            RoundTrips trips,
            GroupCommits commits) {
        this.database = database;
        this.store = store;
        this.moves = moves;
        this.searches = searches;
        this.attempts = attempts;
        this.merchants = merchants;
        this.publicIds = publicIds;
        this.ids = ids;
        this.clock = clock;
        this.trips = trips;
        this.commits = commits.open("gateway.create-order", this::make);
    }

    /// The order under the merchant's id: a new one, or the one that was asked for in the same words before.
    PaymentOrder create(CompanyKey company, OrderDraft draft) {
        return commits.submit(company, draft);
    }

    /// Makes many in the transaction that it finds. The first of an id counts; the others get its order.
    private List<Answer<PaymentOrder>> make(CompanyKey company, List<OrderDraft> drafts) {
        Map<String, OrderDraft> firsts = new LinkedHashMap<>();
        drafts.forEach(each -> firsts.putIfAbsent(each.merchantOrderId(), each));
        MerchantProfile profile = merchants.profile(company);
        Times times = new Times(profile.idle(), profile.life());
        Instant now = clock.now(company).truncatedTo(ChronoUnit.MILLIS);
        List<Asked> made = firsts.values().stream()
                .map(each -> new Asked(each.order(ids, times, now), each.hash()))
                .toList();
        RoundTrip writes = trips.begin();
        Map<String, Long> keys = store.insertAll(writes, company, made);
        writes.send();
        Map<String, Asked> there = new HashMap<>();
        List<Changed> changes = new ArrayList<>(made.size());
        for (Asked each : made) {
            String id = each.order().merchantOrderId();
            Long key = keys.get(id);
            if (key != null) {
                PaymentOrder order = each.order().withKey(key);
                there.put(id, new Asked(order, each.request()));
                OrderDraft first = Objects.requireNonNull(firsts.get(id));
                changes.add(new Changed(null, order, first.actor(), null, first.requestId()));
            }
        }
        if (!changes.isEmpty()) {
            claim(company, changes, PaymentOrder::orderId, PublicIds.Kind.PAYMENT_ORDER);
            claim(company, changes, PaymentOrder::checkoutId, PublicIds.Kind.PAYMENT_CHECKOUT);
            moves.keep(company, changes);
        }
        if (there.size() < firsts.size()) {
            Set<String> older = new HashSet<>(firsts.keySet());
            older.removeAll(there.keySet());
            there.putAll(store.asked(company, older));
        }
        return drafts.stream()
                .map(each -> answer(each, Objects.requireNonNull(there.get(each.merchantOrderId()))))
                .toList();
    }

    /// Minted this millisecond, so that one is hardly ever taken; then the whole batch is made anew.
    private void claim(CompanyKey company, List<Changed> made, Function<PaymentOrder, String> id, PublicIds.Kind kind) {
        List<String> minted =
                made.stream().map(each -> id.apply(each.after())).distinct().toList();
        if (minted.size() < made.size()
                || publicIds.claimAll(minted, kind, company).size() < made.size()) {
            throw new IllegalStateException("an id of an order was minted twice");
        }
    }

    private static Answer<PaymentOrder> answer(OrderDraft draft, Asked there) {
        return Answer.of(() -> {
            if (!there.request().equals(draft.hash())) {
                throw Refusal.ofField(
                        GatewayError.ORDER_REUSED,
                        "orderId",
                        "orderId " + draft.merchantOrderId() + " was used for another order");
            }
            return there.order();
        });
    }

    /// An order by its own id, or by its merchant's with a compat note.
    PaymentOrder either(CompanyKey company, String id) {
        Fields.text("orderId", id, CheckoutOrder.LONGEST_MERCHANT_ID);
        return database.inCompany(company, () -> {
            PaymentOrder order = store.either(company, id);
            if (order != null && !order.orderId().equals(id)) {
                CompatNotes.add("orderId: the merchant's own id was taken");
            }
            return known(order, "orderId", id);
        });
    }

    PaymentOrder byMerchantOrderId(CompanyKey company, String id) {
        Fields.text("merchantOrderId", id, CheckoutOrder.LONGEST_MERCHANT_ID);
        return database.inCompany(company, () -> known(store.byMerchantOrderId(company, id), "merchantOrderId", id));
    }

    /// @param count how many there are in all
    record Found(long count, List<PaymentOrder> orders) {}

    Found search(CompanyKey company, Filter filter, Part part) {
        return database.inCompany(
                company, () -> new Found(searches.count(company, filter), searches.page(company, filter, part)));
    }

    /// The payments of orders, oldest first.
    List<Attempt> payments(CompanyKey company, List<PaymentOrder> of) {
        return database.inCompany(
                company,
                () -> attempts.ofOrders(
                        company, of.stream().map(PaymentOrder::key).toList()));
    }

    private static PaymentOrder known(@Nullable PaymentOrder order, String field, String id) {
        if (order == null) {
            throw Refusal.ofField(GatewayError.PAYMENT_ORDER_UNKNOWN, field, "there is no order " + id);
        }
        return order;
    }
}
