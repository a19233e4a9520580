package io.kosh.gateway.internal;

import io.kosh.gateway.internal.Refund.Cause;
import io.kosh.gateway.internal.Refund.Wanted;
import io.kosh.gateway.internal.RefundNews.Moved;
import io.kosh.gateway.internal.RefundStore.Move;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Hundredths;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Outcome;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import io.kosh.platform.PublicIds;
import io.kosh.rails.RefundAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Giving money back: what merchants ask for, out of their refund balance, and what goes back by itself, out of what
/// stands unapplied. A refund, the hold of its money and what is left of its payment are one commit, under the row lock
/// of the payment; the rail is asked after it ([RefundCalls]).
///
/// A merchant gives back up to the order's amount: what payers paid on top for the service stays. A payment whose order
/// took it no more goes back whole.
@Component
final class Refunds {
    private static final String KOSH = "kosh";

    private final Database database;
    private final RefundStore store;
    private final AttemptStore payments;
    private final RefundOutcomes outcomes;
    private final RefundDispatch dispatch;
    private final RefundNews news;
    private final Ledger ledger;
    private final PublicIds publicIds;
    private final GatewayIds ids;
    private final BusinessClock clock;

    Refunds(
            Database database,
            RefundStore store,
            AttemptStore payments,
            RefundOutcomes outcomes,
            RefundDispatch dispatch,
            RefundNews news,
            Ledger ledger,
            PublicIds publicIds,
            GatewayIds ids,
            BusinessClock clock) {
        this.database = database;
        this.store = store;
        this.payments = payments;
        this.outcomes = outcomes;
        this.dispatch = dispatch;
        this.news = news;
        this.ledger = ledger;
        this.publicIds = publicIds;
        this.ids = ids;
        this.clock = clock;
    }

    /// A refund that a merchant asks for.
    ///
    /// @param requestId the merchant's own, unique in the company for ever
    /// @param actor     who asks
    record Asked(
            String paymentId, long amountMinor, @Nullable String remarks, String requestId, String actor) {}

    /// Begins to give back, and waits a while for the rail. The same request gives the refund that stands.
    OrderRefund ask(CompanyKey company, Asked asked) {
        Refund placed = place(company, asked);
        if (placed.state() == RefundState.CREATED) {
            dispatch.give(company, placed.key(), placed.createdAt());
        }
        return database.inCompany(
                company,
                () -> shown(company, List.of(found(company, placed.key()))).getFirst());
    }

    private Refund found(CompanyKey company, long key) {
        return Objects.requireNonNull(store.find(company, key), "refunds are never deleted");
    }

    /// The first step: the refund stands and its money is set aside. What happens then may be left to [DueRefunds].
    Refund place(CompanyKey company, Asked asked) {
        return database.inCompany(company, () -> {
            Attempt payment = locked(company, asked.paymentId());
            Refund known = store.byRequest(company, asked.requestId());
            if (known != null) {
                return same(known, payment, asked);
            }
            requireLeft(payment, asked.amountMinor());
            Wanted wanted = new Wanted(
                    payment.key(),
                    asked.requestId(),
                    asked.amountMinor(),
                    asked.remarks(),
                    Cause.MERCHANT,
                    payment.isUnapplied());
            List<Refund> made = make(company, List.of(payment), List.of(wanted), asked.actor());
            if (made.isEmpty()) {
                throw reused(asked);
            }
            return made.getFirst();
        });
    }

    private Attempt locked(CompanyKey company, String paymentId) {
        Attempt found = payments.find(company, paymentId);
        if (found == null) {
            throw Refusal.ofField(
                    GatewayError.PAYMENT_UNKNOWN, "transactionId", "there is no transaction " + paymentId);
        }
        return payments.lockAll(company, Set.of(found.key())).getFirst();
    }

    private static Refund same(Refund known, Attempt payment, Asked asked) {
        boolean same = known.paymentKey() == payment.key()
                && known.amountMinor() == asked.amountMinor()
                && Objects.equals(known.remarks(), asked.remarks());
        if (!same) {
            throw reused(asked);
        }
        return known;
    }

    private static Refusal reused(Asked asked) {
        return Refusal.ofField(
                GatewayError.REFUND_REUSED,
                "requestId",
                "the requestId " + asked.requestId() + " was used for another refund");
    }

    private static void requireLeft(Attempt payment, long amount) {
        if (!payment.isReceived()) {
            throw Refusal.ofField(
                    GatewayError.REFUND_NOT_POSSIBLE,
                    "transactionId",
                    "the transaction is " + payment.state() + ", so nothing of it can go back");
        }
        long left = payment.refundable();
        if (left <= 0) {
            throw Refusal.ofField(
                    GatewayError.REFUND_NOT_POSSIBLE, "transactionId", "all of the transaction went back or is going");
        }
        if (amount > left) {
            throw Refusal.ofField(
                    GatewayError.REFUND_TOO_HIGH,
                    "amount",
                    "at most " + Hundredths.full(left).toPlainString() + " of the transaction can still go back");
        }
    }

    /// A payment that its order did not take.
    ///
    /// @param payment as it is saved; its row is locked
    record Return(Attempt payment, Cause cause) {}

    /// Gives all of some payments back, out of what stands unapplied. Joins the transaction that posted them there;
    /// whoever has read the payments before finds [Attempt#refunded] changed in their rows, and nothing else.
    void giveBack(CompanyKey company, List<Return> returns) {
        if (returns.isEmpty()) {
            return;
        }
        database.inCompany(
                company,
                () -> make(
                        company,
                        returns.stream().map(Return::payment).toList(),
                        returns.stream()
                                .map(each -> new Wanted(
                                        each.payment().key(),
                                        null,
                                        each.payment().charge().paid(),
                                        null,
                                        each.cause(),
                                        true))
                                .toList(),
                        KOSH));
    }

    /// Makes refunds of payments that are locked. Those whose request id another refund took meanwhile are left out.
    private List<Refund> make(CompanyKey company, List<Attempt> of, List<Wanted> wanted, String actor) {
        Instant now = clock.now(company);
        Iterator<String> minted = publicIds
                .mintAll(wanted.size(), ids::transaction, PublicIds.Kind.REFUND, company)
                .iterator();
        Map<Long, Attempt> byKey = of.stream().collect(Collectors.toMap(Attempt::key, each -> each));
        List<Refund> begun = wanted.stream()
                .map(each -> Refund.begun(minted.next(), each, now))
                .toList();
        List<Refund> made = store.insertAll(company, held(company, begun, byKey, now));
        Map<Long, Long> going = new HashMap<>();
        made.forEach(each -> going.merge(each.paymentKey(), each.amountMinor(), Math::addExact));
        payments.saveAll(
                company,
                of.stream()
                        .map(each -> each.refunding(Math.addExact(each.refunded(), going.getOrDefault(each.key(), 0L))))
                        .toList());
        store.insertMoves(
                company,
                made.stream()
                        .map(each -> new Move(
                                each.key(),
                                each.version(),
                                now,
                                actor,
                                null,
                                each.state(),
                                each.cause().name()))
                        .toList());
        news.moved(
                company,
                shown(company, made).stream().map(each -> new Moved(each, null)).toList());
        return made;
    }

    private List<Refund> held(CompanyKey company, List<Refund> begun, Map<Long, Attempt> payments, Instant now) {
        List<Command> holds = begun.stream()
                .map(each -> RefundPostings.hold(each, Objects.requireNonNull(payments.get(each.paymentKey())), now))
                .toList();
        List<Outcome> posted = ledger.postAll(company, holds);
        List<Refund> held = new ArrayList<>(begun.size());
        for (int i = 0; i < posted.size(); i++) {
            held.add(begun.get(i).heldBy(transfer(begun.get(i), posted.get(i))));
        }
        return held;
    }

    private static long transfer(Refund refund, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Posted(long transfer, Instant _, boolean _) -> transfer;
            case Outcome.Refused(Outcome.Reason reason, String what) -> {
                if (reason == Outcome.Reason.INSUFFICIENT && !refund.unapplied()) {
                    throw Refusal.ofField(
                            GatewayError.REFUND_BALANCE_TOO_LOW,
                            "amount",
                            GatewayError.REFUND_BALANCE_TOO_LOW.meaning());
                }
                throw new IllegalStateException(
                        "the money of the refund " + refund.refundId() + " is not there: " + reason + " " + what);
            }
        };
    }

    /// What a rail tells by itself of a refund. Returns when it is committed, or at once where there is none such.
    void told(CompanyKey company, String rail, String refundId, RefundAnswer answer) {
        outcomes.told(company, List.of(new RefundOutcomes.Told(refundId, rail, answer)), Instant.EPOCH);
    }

    /// By which a refund is looked for: one of the three.
    record Wish(
            @Nullable String requestId,
            @Nullable String refundId,
            @Nullable String paymentId) {}

    /// The refund of a request or an id, or those of a payment, oldest first.
    List<OrderRefund> find(CompanyKey company, Wish wish) {
        return database.inCompany(company, () -> shown(company, wished(company, wish)));
    }

    private List<Refund> wished(CompanyKey company, Wish wish) {
        String requestId = wish.requestId();
        String refundId = wish.refundId();
        String paymentId = wish.paymentId();
        if (requestId != null) {
            return existing("requestId", requestId, store.byRequest(company, requestId));
        }
        if (refundId != null) {
            return existing("refundId", refundId, store.find(company, refundId));
        }
        Attempt payment = paymentId == null ? null : payments.find(company, paymentId);
        if (payment == null) {
            throw Refusal.ofField(
                    GatewayError.PAYMENT_UNKNOWN, "transactionId", "there is no transaction " + paymentId);
        }
        return store.ofPayments(company, Set.of(payment.key()));
    }

    private static List<Refund> existing(String field, String id, @Nullable Refund found) {
        if (found == null) {
            throw Refusal.ofField(GatewayError.REFUND_UNKNOWN, field, "there is no refund " + id);
        }
        return List.of(found);
    }

    /// All refunds, newest first.
    Page<OrderRefund> list(CompanyKey company, Page.Request page) {
        return database.inCompany(
                company,
                () -> Page.of(
                        shown(company, store.list(company, page)),
                        page,
                        each -> each.refund().key()));
    }

    private List<OrderRefund> shown(CompanyKey company, List<Refund> refunds) {
        return outcomes.shown(company, refunds);
    }
}
