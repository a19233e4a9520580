package io.kosh.gateway.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.rails.PaymentRail;
import io.kosh.rails.PaymentRail.RailRefund;
import io.kosh.rails.RefundAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Asks a rail for a refund, in three steps of which each may be the last that a server does: it takes the refund, asks
/// the rail, and writes what was heard. Whoever takes it next begins with the question what the rail knows of it.
@Component
final class RefundCalls {
    private static final Logger LOG = LoggerFactory.getLogger(RefundCalls.class);

    private final Database database;
    private final RefundStore store;
    private final AttemptStore payments;
    private final RefundOutcomes outcomes;
    private final CompanyRegistry companies;
    private final GatewayRails rails;
    private final BusinessClock clock;
    private final RefundSettings settings;

    RefundCalls(
            Database database,
            RefundStore store,
            AttemptStore payments,
            RefundOutcomes outcomes,
            CompanyRegistry companies,
            GatewayRails rails,
            BusinessClock clock,
            RefundSettings settings) {
        this.database = database;
        this.store = store;
        this.payments = payments;
        this.outcomes = outcomes;
        this.companies = companies;
        this.rails = rails;
        this.clock = clock;
        this.settings = settings;
    }

    /// A refund that this server asks for.
    ///
    /// @param at the company's time
    record Claimed(Refund refund, Attempt payment, Instant at) {}

    /// One try. Null where the refund is not due, or somebody else asks for it.
    ///
    /// @param atLeast the company's time, where the caller knows it to be later than the clock says
    @Nullable
    Refund attempt(CompanyKey company, long key, Instant atLeast) {
        Claimed claimed = claim(company, key, atLeast);
        return claimed == null ? null : settle(company, claimed, ask(company, claimed));
    }

    /// Takes the refund. From here on the rail may have been asked.
    @Nullable
    Claimed claim(CompanyKey company, long key, Instant atLeast) {
        Instant now = clock.now(company);
        Instant at = now.isBefore(atLeast) ? atLeast : now;
        return database.inCompany(company, () -> {
            Refund refund = store.claim(company, key, at, at.plus(settings.lease()));
            return refund == null
                    ? null
                    : new Claimed(refund, Objects.requireNonNull(payments.find(company, refund.paymentKey())), at);
        });
    }

    /// Asks for it, the first time; from then on asks first whether the rail has it, because nobody may have heard that
    /// it does. A reference is one effect, so that one that the rail never got is asked for again.
    RefundAnswer ask(CompanyKey company, Claimed claimed) {
        Refund refund = claimed.refund();
        PaymentRail rail = rail(claimed.payment());
        if (refund.asked() > 1) {
            RefundAnswer known = call(refund, "find", () -> rail.findRefund(company, refund.refundId()));
            if (!(known instanceof RefundAnswer.Unknown)) {
                return known;
            }
        }
        // What goes back by itself is the payer's, whatever became of the merchant.
        CompanyRef merchant = refund.unapplied()
                ? database.inCompany(company, () -> companies.reference(company))
                : companies.findActive(company);
        if (merchant == null) {
            return new RefundAnswer.Unheard("COMPANY_LOCKED", null);
        }
        RailRefund wanted = new RailRefund(
                company, merchant.id(), refund.refundId(), claimed.payment().paymentId(), refund.amountMinor());
        return call(refund, "refund", () -> rail.refund(wanted));
    }

    /// Writes what was heard.
    Refund settle(CompanyKey company, Claimed claimed, RefundAnswer answer) {
        return outcomes.told(
                        company,
                        List.of(new RefundOutcomes.Told(
                                claimed.refund().refundId(),
                                rail(claimed.payment()).name(),
                                answer)),
                        claimed.at())
                .getFirst();
    }

    private PaymentRail rail(Attempt payment) {
        return rails.of(payment.method().mode());
    }

    private RefundAnswer call(Refund refund, String call, Callable<RefundAnswer> work) {
        RefundAnswer answer = rails.refund(call, settings.timeout(), work);
        if (answer instanceof RefundAnswer.Unheard(String reason, var _)) {
            LOG.warn("refund {}: {} was not answered: {}", refund.refundId(), call, reason);
        }
        return answer;
    }
}
