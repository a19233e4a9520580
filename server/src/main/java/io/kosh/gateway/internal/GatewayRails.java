package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentMode;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.RequestContext;
import io.kosh.rails.CardRail;
import io.kosh.rails.CardRail.OtpAnswer;
import io.kosh.rails.NetBankingRail;
import io.kosh.rails.PayLaterRail;
import io.kosh.rails.PaymentRail;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RefundAnswer;
import io.kosh.rails.UpiRail;
import io.kosh.rails.UpiRail.VpaAnswer;
import io.kosh.rails.WalletRail;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// The rails that there are, and calls to them that end in time. Never called inside a transaction.
@Component
final class GatewayRails implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayRails.class);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final UpiRail upi;
    private final CardRail card;
    private final NetBankingRail netBanking;
    private final WalletRail wallet;
    private final PayLaterRail payLater;
    private final PaymentSettings settings;

    GatewayRails(
            UpiRail upi,
            CardRail card,
            NetBankingRail netBanking,
            WalletRail wallet,
            PayLaterRail payLater,
            PaymentSettings settings) {
        this.upi = upi;
        this.card = card;
        this.netBanking = netBanking;
        this.wallet = wallet;
        this.payLater = payLater;
        this.settings = settings;
    }

    UpiRail upi() {
        return upi;
    }

    CardRail card() {
        return card;
    }

    NetBankingRail netBanking() {
        return netBanking;
    }

    WalletRail wallet() {
        return wallet;
    }

    PayLaterRail payLater() {
        return payLater;
    }

    /// The rail of a way to pay.
    PaymentRail of(PaymentMode mode) {
        return switch (mode) {
            case UPI -> upi;
            case CREDIT_CARD, DEBIT_CARD, PREPAID_CARD, CORPORATE_CARD -> card;
            case NET_BANKING -> netBanking;
            case WALLET -> wallet;
            case PAY_LATER -> payLater;
        };
    }

    /// A call about a payment; whatever breaks is [RailAnswer.Unheard].
    ///
    /// @param call in a word, for the log
    RailAnswer answer(Attempt payment, String call, Callable<RailAnswer> work) {
        RailAnswer answer = bounded(call, settings.timeout(), work, reason -> new RailAnswer.Unheard(reason, null));
        if (answer instanceof RailAnswer.Unheard(String reason, var _)) {
            LOG.warn("payment {}: {} was not answered: {}", payment.paymentId(), call, reason);
        }
        return answer;
    }

    /// A call about the code of a bank.
    OtpAnswer otp(String call, Callable<OtpAnswer> work) {
        return bounded(call, settings.timeout(), work, OtpAnswer.Unheard::new);
    }

    /// A call about a refund; whatever breaks is [RefundAnswer.Unheard].
    RefundAnswer refund(String call, Duration timeout, Callable<RefundAnswer> work) {
        return bounded(call, timeout, work, reason -> new RefundAnswer.Unheard(reason, null));
    }

    /// Whose a VPA is.
    VpaAnswer verify(CompanyKey company, String vpa) {
        return bounded("verify", settings.timeout(), () -> upi.verify(company, vpa), VpaAnswer.Unheard::new);
    }

    /// Time-outs of a connector are a step's; this one is the whole call's. Interrupting a virtual thread closes the
    /// socket that it waits for.
    private <A> A bounded(String call, Duration timeout, Callable<A> work, Function<String, A> unheard) {
        Future<A> future = threads.submit(asNow(work));
        try {
            return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            future.cancel(true);
            return unheard.apply("TIMEOUT");
        } catch (ExecutionException e) {
            // Its message might quote a card.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.error("{} of a rail broke: {}", call, cause.getClass().getName());
            return unheard.apply("BROKEN");
        } catch (InterruptedException _) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            return unheard.apply("INTERRUPTED");
        }
    }

    /// On behalf of the request under way, where there is one.
    private static <A> Callable<A> asNow(Callable<A> work) {
        if (!RequestContext.isBound()) {
            return work;
        }
        RequestContext request = RequestContext.current();
        return () -> ScopedValue.where(RequestContext.key(), request).call(work::call);
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
