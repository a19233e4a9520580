package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
import io.kosh.loyalty.VoucherSupplier;
import io.kosh.loyalty.VoucherSupplier.Answer;
import io.kosh.platform.EventNotes;
import io.kosh.platform.RailFaults;
import io.kosh.platform.RailFaults.RailFault;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// Calls the supplier, as a scenario of the sandbox lets it. What the supplier gets of a spoiled call, and what
/// is heard of it, are as they would be if it really went wrong. Never called inside a transaction.
@Component
final class SupplierCalls implements DisposableBean {
    static final String RAIL = "voucher";
    private static final Logger LOG = LoggerFactory.getLogger(SupplierCalls.class);
    private static final String PRODUCT = "product";
    private static final String CALL = "call";
    /// By which calls can be told apart.
    static final List<String> FIELDS = List.of(PRODUCT, CALL);

    /// From the last moment at which an order may be placed until the supplier's "never seen" counts: by then whatever
    /// was under way has come.
    private static final Duration SETTLED = Duration.ofHours(1);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final VoucherSupplier supplier;
    private final RailFaults faults;
    private final EventNotes notes;
    private final MeterRegistry meters;
    private final ShopSettings settings;

    SupplierCalls(
            VoucherSupplier supplier,
            RailFaults faults,
            EventNotes notes,
            MeterRegistry meters,
            ShopSettings settings) {
        this.supplier = supplier;
        this.faults = faults;
        this.notes = notes;
        this.meters = meters;
        this.settings = settings;
    }

    private enum Call {
        PLACE("place"),
        FIND("find");

        private final String word;

        Call(String word) {
            this.word = word;
        }
    }

    /// Orders, the first time; from then on asks first whether the supplier has the order, because nobody may
    /// have heard that it does. One that it never got is ordered again; where it is too old, it is only asked
    /// for any more, and given up an hour later.
    ///
    /// @param now the company's time
    Answer ask(CompanyKey company, VoucherOrder order, Instant now) {
        if (order.attempts() > 1) {
            Answer known = call(company, order, Call.FIND);
            if (!(known instanceof Answer.Unknown)) {
                return known;
            }
        }
        Instant last = order.createdAt().plus(settings.giveUpAfter());
        if (now.isBefore(last)) {
            return call(company, order, Call.PLACE);
        }
        return order.attempts() > 1 && now.isBefore(last.plus(SETTLED))
                ? new Answer.Unheard("NOT_TAKEN_YET", null)
                : new Answer.Refused("NOT_TAKEN");
    }

    private Answer call(CompanyKey company, VoucherOrder order, Call call) {
        RailFault fault = faults.choose(
                company, RAIL, Map.of(PRODUCT, order.lines().getFirst().productId(), CALL, call.word));
        Answer answer = bounded(() -> spoiled(order, call, fault));
        tell(company, order, call, answer, fault);
        return answer;
    }

    private Answer spoiled(VoucherOrder order, Call call, @Nullable RailFault fault) throws InterruptedException {
        return switch (fault) {
            case null -> made(order, call);
            case RailFault.Late late -> {
                Answer answer = made(order, call);
                sleep(late.delay());
                yield answer;
            }
            case RailFault.LosesAnswer lost -> {
                made(order, call);
                yield new Answer.Unheard(lost.byGateway() ? "HTTP_504" : "CONNECTION", null);
            }
            case RailFault.TimesOut silent -> {
                sleep(silent.delay());
                yield new Answer.Unheard("TIMEOUT", null);
            }
            case RailFault.Fails _ -> new Answer.Unheard("HTTP_500", null);
            case RailFault.TurnsAway away ->
                new Answer.Unheard(away.tooMany() ? "HTTP_429" : "HTTP_503", away.retryAfter());
            // Only an order can be refused for good, not the question what became of it.
            case RailFault.Refuses _ ->
                call == Call.PLACE ? new Answer.Refused("BY_SCENARIO") : new Answer.Unheard("HTTP_403", null);
        };
    }

    private Answer made(VoucherOrder order, Call call) {
        return switch (call) {
            case PLACE -> supplier.place(order.forSupplier());
            case FIND -> supplier.find(order.id());
        };
    }

    private static void sleep(Duration delay) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(delay.toNanos());
    }

    /// Time-outs of a connector are a step's; this one is the whole call's. Interrupting a virtual thread
    /// closes the socket that it waits for.
    private Answer bounded(Callable<Answer> work) {
        Future<Answer> future = threads.submit(work);
        try {
            return future.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            future.cancel(true);
            return new Answer.Unheard("TIMEOUT", null);
        } catch (ExecutionException e) {
            // Its message might quote a code.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.error(
                    "a call to the supplier of vouchers broke: {}",
                    cause.getClass().getName());
            return new Answer.Unheard("BROKEN", null);
        } catch (InterruptedException _) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            return new Answer.Unheard("INTERRUPTED", null);
        }
    }

    /// Never a code: only how many there are.
    private void tell(CompanyKey company, VoucherOrder order, Call call, Answer answer, @Nullable RailFault fault) {
        String outcome = outcome(answer);
        // Suppliers make up their reasons: a meter has room for few.
        String counted = answer instanceof Answer.Refused ? "REFUSED" : outcome;
        meters.counter("kosh.voucher.calls", "call", call.word, "outcome", counted)
                .increment();
        if (answer instanceof Answer.Unheard || answer instanceof Answer.Refused) {
            LOG.warn("order {}: the supplier of vouchers was asked to {}: {}", order.id(), call.word, outcome);
        }
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("orderId", order.id());
        note.put("call", call.word);
        note.put("attempt", order.attempts());
        note.put("outcome", outcome);
        if (answer instanceof Answer.Filled filled) {
            note.put("vouchers", filled.vouchers().size());
        }
        if (fault != null) {
            note.put("scenario", fault.name());
        }
        notes.note(company, new EventNotes.Note("VOUCHER_SUPPLIER", order.requestId(), note));
    }

    static String outcome(Answer answer) {
        return switch (answer) {
            case Answer.Filled _ -> "FILLED";
            case Answer.Working _ -> "PROCESSING";
            case Answer.Refused(var reason) -> "REFUSED_" + reason;
            case Answer.Unknown _ -> "UNKNOWN";
            case Answer.Unheard(var reason, var _) -> reason;
        };
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
