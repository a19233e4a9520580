package io.kosh.rails.connectors.acquirer;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.EventNotes;
import io.kosh.platform.RailFaults;
import io.kosh.platform.RailFaults.RailFault;
import io.kosh.platform.RequestContext;
import io.kosh.rails.CardRail.OtpAnswer;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RefundAnswer;
import io.kosh.rails.UpiRail.VpaAnswer;
import io.kosh.rails.connectors.acquirer.AcquirerClient.Unheard;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// Calls the acquirer, as a scenario of the sandbox lets it, and for no longer than a call may take. What the acquirer
/// gets of a spoiled call, and what is heard of it, are as they would be if it really went wrong. Never called inside a
/// transaction.
@Component
final class RailCalls implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(RailCalls.class);
    private static final String CALL = "call";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RailFaults faults;
    private final EventNotes notes;
    private final MeterRegistry meters;
    private final AcquirerSettings settings;

    RailCalls(RailFaults faults, EventNotes notes, MeterRegistry meters, AcquirerSettings settings) {
        this.faults = faults;
        this.notes = notes;
        this.meters = meters;
        this.settings = settings;
    }

    /// A call that is about to be made.
    ///
    /// @param rail      the rail's name
    /// @param call      what is done, such as `pay`
    /// @param reference of the payment or refund; a VPA has none
    /// @param fields    by which the call can be told from others
    record Call(
            CompanyKey company,
            String rail,
            String call,
            @Nullable String reference,
            Map<String, String> fields) {
        Call {
            fields = Map.copyOf(fields);
        }
    }

    /// What may be heard of a call besides its answer.
    ///
    /// @param refused what a scenario's refusal is; null where only the asking is refused, which says nothing
    record Otherwise<T>(Unheard<T> unheard, @Nullable Supplier<T> refused) {}

    <T> T make(Call call, Supplier<T> made, Otherwise<T> otherwise) {
        Map<String, String> fields = new LinkedHashMap<>(call.fields());
        fields.put(CALL, call.call());
        RailFault fault = faults.choose(call.company(), call.rail(), fields);
        T answer = bounded(() -> spoiled(made, otherwise, fault), otherwise.unheard());
        tell(call, outcome(answer), fault);
        return answer;
    }

    private static <T> T spoiled(Supplier<T> made, Otherwise<T> otherwise, @Nullable RailFault fault)
            throws InterruptedException {
        Unheard<T> unheard = otherwise.unheard();
        return switch (fault) {
            case null -> made.get();
            case RailFault.Late late -> {
                T answer = made.get();
                sleep(late.delay());
                yield answer;
            }
            case RailFault.LosesAnswer lost -> {
                var _ = made.get();
                yield unheard.because(lost.byGateway() ? "HTTP_504" : "CONNECTION", null);
            }
            case RailFault.TimesOut silent -> {
                sleep(silent.delay());
                yield unheard.because("TIMEOUT", null);
            }
            case RailFault.Fails _ -> unheard.because("HTTP_500", null);
            case RailFault.TurnsAway away ->
                unheard.because(away.tooMany() ? "HTTP_429" : "HTTP_503", away.retryAfter());
            case RailFault.Refuses _ -> {
                Supplier<T> refused = otherwise.refused();
                yield refused == null ? unheard.because("HTTP_403", null) : refused.get();
            }
        };
    }

    private static void sleep(Duration delay) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(delay.toNanos());
    }

    /// Time-outs of a connection are a step's; this one is the whole call's. Interrupting a virtual thread closes the
    /// socket that it waits for.
    private <T> T bounded(Callable<T> work, Unheard<T> unheard) {
        Future<T> future = threads.submit(work);
        try {
            return future.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            future.cancel(true);
            return unheard.because("TIMEOUT", null);
        } catch (ExecutionException e) {
            // Its message might quote a card.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.error("a call to the acquirer broke: {}", cause.getClass().getName());
            return unheard.because("BROKEN", null);
        } catch (InterruptedException _) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            return unheard.because("INTERRUPTED", null);
        }
    }

    private void tell(Call call, Outcome outcome, @Nullable RailFault fault) {
        // Acquirers make up their codes: a meter has room for few.
        meters.counter("kosh.rail.calls", "rail", call.rail(), "call", call.call(), "outcome", outcome.word())
                .increment();
        if (outcome.unheard()) {
            LOG.warn(
                    "{}: the acquirer was asked to {} by {}: {}",
                    call.reference(),
                    call.call(),
                    call.rail(),
                    outcome.detail());
        }
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("rail", call.rail());
        note.put(CALL, call.call());
        if (call.reference() != null) {
            note.put("reference", call.reference());
        }
        note.put("outcome", outcome.detail());
        if (fault != null) {
            note.put("scenario", fault.name());
        }
        notes.note(call.company(), new EventNotes.Note("ACQUIRER", RequestContext.idOrNull(), note));
    }

    /// @param word   one of few
    /// @param detail with the acquirer's own code
    private record Outcome(String word, String detail, boolean unheard) {
        static Outcome of(String word) {
            return new Outcome(word, word, false);
        }

        static Outcome declined(String code) {
            return new Outcome("DECLINED", "DECLINED " + code, false);
        }

        static Outcome nothing(String reason) {
            return new Outcome("UNHEARD", reason, true);
        }
    }

    private static Outcome outcome(Object answer) {
        return switch (answer) {
            case RailAnswer.Paid _ -> Outcome.of("PAID");
            case RailAnswer.Authorised _ -> Outcome.of("AUTHORISED");
            case RailAnswer.Waiting _ -> Outcome.of("WAITING");
            case RailAnswer.Declined(var code, var _) -> Outcome.declined(code);
            case RailAnswer.Unheard(var reason, var _) -> Outcome.nothing(reason);
            case RefundAnswer.Refunded _ -> Outcome.of("REFUNDED");
            case RefundAnswer.Working _ -> Outcome.of("WORKING");
            case RefundAnswer.Declined(var code, var _) -> Outcome.declined(code);
            case RefundAnswer.Unheard(var reason, var _) -> Outcome.nothing(reason);
            case RailAnswer.Unknown _, RefundAnswer.Unknown _ -> Outcome.of("UNKNOWN");
            case OtpAnswer.Taken(var payment) -> outcome(payment);
            case OtpAnswer.Wrong _ -> Outcome.of("WRONG_OTP");
            case OtpAnswer.NotAwaited _ -> Outcome.of("NOT_AWAITED");
            case OtpAnswer.Unheard(var reason) -> Outcome.nothing(reason);
            case VpaAnswer.Known _ -> Outcome.of("KNOWN");
            case VpaAnswer.NoSuch _ -> Outcome.of("NO_SUCH");
            case VpaAnswer.Unheard(var reason) -> Outcome.nothing(reason);
            default -> Outcome.of("OTHER");
        };
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
