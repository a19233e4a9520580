package io.kosh.sandbox.internal;

import io.kosh.kernel.Fields;
import io.kosh.platform.CallbackFaults.CallbackFault;
import io.kosh.platform.DeliveryFaults.DeliveryFault;
import io.kosh.platform.RailFaults.RailFault;
import io.kosh.platform.RequestFaults.Fault;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The catalogue of what can go wrong: the one source of the route that lists it and of the page in the guides.
enum ScenarioKind {
    LATE(
            Target.REQUEST,
            "The request is done at once, and its answer comes late.",
            "The rail does it at once, and its answer comes late. Later than the platform waits it is a time-out, and "
                    + "the rail has it all the same.",
            new Parameter("delay", "2s", "how late, at most 60s")),
    FAIL(
            Target.REQUEST,
            "The server fails with 500 before it did anything.",
            "The rail breaks, as with 500, before it took anything: it is tried again."),
    LOSE_ANSWER(
            Target.REQUEST,
            "The request is done and committed, and its answer gets lost. Sent again with the same request id it is "
                    + "one effect.",
            "The rail did it, and its answer gets lost: it is tried again with the same id.",
            new Parameter("as", "close", "close: the connection closes without an answer; 504: a gateway gives up")),
    TIME_OUT(
            Target.REQUEST,
            "Nothing is done and nothing is answered: the connection closes after a while.",
            "The rail takes nothing and answers nothing: it is tried again.",
            new Parameter("delay", "30s", "when it closes, at most 60s")),
    TOO_MANY(
            Target.REQUEST,
            "The request is turned away with 429 before it did anything.",
            "The rail answers 429 before it took anything: it is tried again, where the rail can say so not before "
                    + "`retryAfter`.",
            new Parameter("retryAfter", "1s", "what Retry-After says, at most 1h")),
    UNAVAILABLE(
            Target.REQUEST,
            "The request is turned away with 503 before it did anything.",
            "The rail answers 503 before it took anything: it is tried again, where the rail can say so not before "
                    + "`retryAfter`.",
            new Parameter("retryAfter", "1s", "what Retry-After says, at most 1h")),
    REFUSE(Target.RAIL, "The rail refuses for good, before it took anything: it is not tried again."),
    WEBHOOK_DUPLICATE(
            Target.WEBHOOK,
            "The same webhook goes out several times, with the same id.",
            new Parameter("copies", "2", "how many times, 2 to 10")),
    WEBHOOK_DELAY(
            Target.WEBHOOK,
            "The webhook goes out late.",
            new Parameter("delay", "5s", "how late by real time, at most 10s")),
    WEBHOOK_REORDER(
            Target.WEBHOOK,
            "The webhook goes out after the one that follows it.",
            new Parameter("delay", "5s", "how long it waits for one that follows, at most 10s")),
    WEBHOOK_BAD_SIGNATURE(Target.WEBHOOK, "The webhook carries a signature that is wrong."),
    CALLBACK_DUPLICATE(
            Target.CALLBACK,
            "The rail tells the same several times.",
            new Parameter("copies", "2", "how many times, 2 to 10")),
    CALLBACK_DELAY(
            Target.CALLBACK,
            "The rail tells late; by then the platform may have asked.",
            new Parameter("delay", "5s", "how late by real time, at most 60s")),
    CALLBACK_REORDER(
            Target.CALLBACK,
            "The rail tells it after what follows it.",
            new Parameter("delay", "5s", "how long it waits for one that follows, at most 60s")),
    CALLBACK_BAD_SIGNATURE(
            Target.CALLBACK,
            "The rail signs wrongly, is refused, and tells it a little later with the right signature."),
    CALLBACK_LOST(Target.CALLBACK, "The rail never tells: the platform has to ask.");

    private static final Duration LONGEST_CALL = Duration.ofSeconds(60);
    /// Well within the time for which a server may keep a delivery to itself.
    private static final Duration LONGEST_KEPT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Target target;
    private final String meaning;
    private final @Nullable String onRails;

    @SuppressWarnings("ImmutableEnumChecker") // List.of gives a list that nobody can change
    private final List<Parameter> parameters;

    /// One that spoils requests, and calls to rails in its own way.
    ScenarioKind(Target target, String meaning, @Nullable String onRails, Parameter... parameters) {
        this.target = target;
        this.meaning = meaning;
        this.onRails = onRails;
        this.parameters = List.of(parameters);
    }

    ScenarioKind(Target target, String meaning, Parameter... parameters) {
        this(target, meaning, target == Target.RAIL ? meaning : null, parameters);
    }

    /// What a scenario spoils.
    enum Target {
        /// Calls to this server.
        REQUEST,
        /// What it delivers to its listeners.
        WEBHOOK,
        /// Its own calls to others.
        RAIL,
        /// What others tell it by themselves.
        CALLBACK
    }

    /// One knob of a scenario.
    record Parameter(String name, String usual, String meaning) {}

    /// The name in the API: `LOSE_ANSWER` is `lose-answer`.
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What it spoils by nature; some spoil rails besides.
    Target target() {
        return target;
    }

    boolean spoils(Target asked) {
        return asked == target || (asked == Target.RAIL && onRails != null);
    }

    List<Target> spoils() {
        return Arrays.stream(Target.values()).filter(this::spoils).toList();
    }

    String meaning() {
        return meaning;
    }

    /// What happens to a call to a rail, null where it spoils none.
    @Nullable
    String onRails() {
        return onRails;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    /// The scenario of a name, refused where there is none.
    static ScenarioKind of(String field, String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> Fields.invalid(field, "names no scenario: GET /sandbox/scenarios/catalogue lists them"));
    }

    /// Refuses parameters that the scenario does not have, and values that it cannot take.
    void check(Map<String, String> given) {
        for (String name : given.keySet()) {
            if (parameters.stream().noneMatch(parameter -> parameter.name().equals(name))) {
                throw Fields.invalid("parameters." + name, "is not a parameter of " + word());
            }
        }
        switch (target) {
            case REQUEST -> fault(given);
            case WEBHOOK -> deliveryFault(given);
            case RAIL -> railFault(given);
            case CALLBACK -> callbackFault(given);
        }
    }

    /// What goes wrong with a request.
    Fault fault(Map<String, String> given) {
        return switch (this) {
            case LATE -> new Fault.Late(word(), duration(given, "delay", LONGEST_CALL));
            case FAIL -> new Fault.Fails(word());
            case LOSE_ANSWER -> new Fault.LosesAnswer(word(), byGateway(given));
            case TIME_OUT -> new Fault.TimesOut(word(), duration(given, "delay", LONGEST_CALL));
            case TOO_MANY -> new Fault.TurnsAway(word(), true, duration(given, "retryAfter", LONGEST_WAIT));
            case UNAVAILABLE -> new Fault.TurnsAway(word(), false, duration(given, "retryAfter", LONGEST_WAIT));
            case REFUSE -> throw Fields.invalid("scenario", "spoils rails and not requests");
            case WEBHOOK_DUPLICATE, WEBHOOK_DELAY, WEBHOOK_REORDER, WEBHOOK_BAD_SIGNATURE ->
                throw Fields.invalid("scenario", "spoils webhooks and not requests");
            case CALLBACK_DUPLICATE, CALLBACK_DELAY, CALLBACK_REORDER, CALLBACK_BAD_SIGNATURE, CALLBACK_LOST ->
                throw Fields.invalid("scenario", "spoils callbacks and not requests");
        };
    }

    /// What goes wrong with a call to a rail.
    RailFault railFault(Map<String, String> given) {
        return switch (this) {
            case LATE -> new RailFault.Late(word(), duration(given, "delay", LONGEST_CALL));
            case FAIL -> new RailFault.Fails(word());
            case LOSE_ANSWER -> new RailFault.LosesAnswer(word(), byGateway(given));
            case TIME_OUT -> new RailFault.TimesOut(word(), duration(given, "delay", LONGEST_CALL));
            case TOO_MANY -> new RailFault.TurnsAway(word(), true, duration(given, "retryAfter", LONGEST_WAIT));
            case UNAVAILABLE -> new RailFault.TurnsAway(word(), false, duration(given, "retryAfter", LONGEST_WAIT));
            case REFUSE -> new RailFault.Refuses(word());
            case WEBHOOK_DUPLICATE, WEBHOOK_DELAY, WEBHOOK_REORDER, WEBHOOK_BAD_SIGNATURE ->
                throw Fields.invalid("scenario", "spoils webhooks and not rails");
            case CALLBACK_DUPLICATE, CALLBACK_DELAY, CALLBACK_REORDER, CALLBACK_BAD_SIGNATURE, CALLBACK_LOST ->
                throw Fields.invalid("scenario", "spoils callbacks and not rails");
        };
    }

    /// What goes wrong with what a rail tells by itself.
    CallbackFault callbackFault(Map<String, String> given) {
        return switch (this) {
            case CALLBACK_DUPLICATE -> new CallbackFault.Repeated(copies(given));
            case CALLBACK_DELAY -> new CallbackFault.Late(duration(given, "delay", LONGEST_CALL));
            case CALLBACK_REORDER -> new CallbackFault.AfterNext(duration(given, "delay", LONGEST_CALL));
            case CALLBACK_BAD_SIGNATURE -> new CallbackFault.BadSignature();
            case CALLBACK_LOST -> new CallbackFault.Lost();
            case LATE, FAIL, LOSE_ANSWER, TIME_OUT, TOO_MANY, UNAVAILABLE, REFUSE ->
                throw Fields.invalid("scenario", "spoils calls and not callbacks");
            case WEBHOOK_DUPLICATE, WEBHOOK_DELAY, WEBHOOK_REORDER, WEBHOOK_BAD_SIGNATURE ->
                throw Fields.invalid("scenario", "spoils webhooks and not callbacks");
        };
    }

    /// What goes wrong with a webhook.
    DeliveryFault deliveryFault(Map<String, String> given) {
        return switch (this) {
            case WEBHOOK_DUPLICATE -> new DeliveryFault(word(), copies(given), Duration.ZERO, false, false);
            case WEBHOOK_DELAY -> new DeliveryFault(word(), 1, duration(given, "delay", LONGEST_KEPT), false, false);
            case WEBHOOK_REORDER -> new DeliveryFault(word(), 1, duration(given, "delay", LONGEST_KEPT), true, false);
            case WEBHOOK_BAD_SIGNATURE -> new DeliveryFault(word(), 1, Duration.ZERO, false, true);
            case LATE, FAIL, LOSE_ANSWER, TIME_OUT, TOO_MANY, UNAVAILABLE ->
                throw Fields.invalid("scenario", "spoils requests and not webhooks");
            case REFUSE -> throw Fields.invalid("scenario", "spoils rails and not webhooks");
            case CALLBACK_DUPLICATE, CALLBACK_DELAY, CALLBACK_REORDER, CALLBACK_BAD_SIGNATURE, CALLBACK_LOST ->
                throw Fields.invalid("scenario", "spoils callbacks and not webhooks");
        };
    }

    private String value(Map<String, String> given, String name) {
        String value = given.get(name);
        if (value != null) {
            return value;
        }
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .map(Parameter::usual)
                .orElseThrow();
    }

    private boolean byGateway(Map<String, String> given) {
        return switch (value(given, "as")) {
            case "close" -> false;
            case "504" -> true;
            default -> throw Fields.invalid("parameters.as", "must be close or 504");
        };
    }

    private int copies(Map<String, String> given) {
        String value = value(given, "copies");
        if (!value.matches("[2-9]|10")) {
            throw Fields.invalid("parameters.copies", "must be a whole number from 2 to 10");
        }
        return Integer.parseInt(value);
    }

    private Duration duration(Map<String, String> given, String name, Duration longest) {
        Duration duration = parse(value(given, name));
        if (duration == null || duration.isNegative() || duration.compareTo(longest) > 0) {
            throw Fields.invalid("parameters." + name, "must be a time such as 500ms, 2s or PT2S, at most " + longest);
        }
        return duration;
    }

    private static @Nullable Duration parse(String text) {
        try {
            if (text.matches("[0-9]{1,7}ms")) {
                return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
            }
            if (text.matches("[0-9]{1,5}s")) {
                return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
            }
            return Duration.parse(text);
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
