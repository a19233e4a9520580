package io.kosh.sandbox.internal;

import io.kosh.platform.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An event as one line of a page.
///
/// @param method of a request, null for what else happened
/// @param title  the path, the webhook's type, the work
/// @param about  more of it, empty for nothing
/// @param state  a status or an outcome in a word, empty where none is known
/// @param tone   what the state means: `good`, `note`, `bad` or `plain`
/// @param took   how long it took, null where it is not known
/// @param flags  what was special: the scenario that spoiled it, how its body was encrypted
record EventLine(
        long id,
        String kind,
        Moment at,
        @Nullable String requestId,
        @Nullable String method,
        String title,
        String about,
        String state,
        String tone,
        @Nullable String took,
        List<String> flags) {

    static EventLine of(Event event) {
        Map<String, Object> detail = event.detail();
        return switch (event.kind()) {
            case Event.REQUEST ->
                line(event, text(event.path()), text(detail.get("query")), text(event.status()), tone(event.status()));
            case "WEBHOOK" ->
                line(
                        event,
                        text(detail.get("type")),
                        text(detail.get("url")) + again(detail.get("attempt")),
                        text(detail.get("outcome")),
                        "DELIVERED".equals(detail.get("state")) ? "good" : "note");
            case "MESSAGE" ->
                line(
                        event,
                        text(detail.get("kind")),
                        text(detail.get("channel")) + " " + text(detail.get("to")) + again(detail.get("attempt")),
                        text(detail.get("outcome")),
                        "SENT".equals(detail.get("state")) ? "good" : "note");
            case "CARD_MESSAGE" ->
                line(
                        event,
                        text(detail.get("type")) + " " + text(detail.get("card")),
                        "terminal " + text(detail.get("terminal")) + ", trace " + text(detail.get("trace")),
                        (text(detail.get("code")) + " " + text(detail.get("reason"))).strip(),
                        "00".equals(detail.get("code")) || "10".equals(detail.get("code")) ? "good" : "note");
            case "DUE_WORK" ->
                line(
                        event,
                        text(detail.get("work")),
                        text(detail.get("subject")),
                        text(detail.get("outcome")),
                        Boolean.TRUE.equals(detail.get("done")) ? "good" : "bad");
            default ->
                line(event, event.kind().toLowerCase(Locale.ROOT).replace('_', ' '), joined(detail), "", "plain");
        };
    }

    private static EventLine line(Event event, String title, String about, String state, String tone) {
        return new EventLine(
                event.id(),
                event.kind(),
                Moment.of(event.at()),
                event.requestId(),
                event.method(),
                title,
                about,
                state,
                tone,
                took(event.detail().get("micros")),
                flags(event.detail()));
    }

    /// Which try it was, from the second on.
    private static String again(@Nullable Object attempt) {
        return attempt instanceof Number number && number.intValue() > 1 ? " #" + number : "";
    }

    static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String joined(Map<String, Object> detail) {
        return String.join(
                ", ",
                detail.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .toList());
    }

    private static String tone(@Nullable Integer status) {
        if (status == null || status < 200 || (status >= 300 && status < 400)) {
            return "plain";
        }
        if (status < 300) {
            return "good";
        }
        return status < 500 ? "note" : "bad";
    }

    private static @Nullable String took(@Nullable Object micros) {
        if (!(micros instanceof Number number)) {
            return null;
        }
        long value = number.longValue();
        return value < 10_000
                ? String.format(Locale.ROOT, "%.1f ms", value / 1_000.0)
                : value < 10_000_000
                        ? value / 1_000 + " ms"
                        : String.format(Locale.ROOT, "%.1f s", value / 1_000_000.0);
    }

    private static List<String> flags(Map<String, Object> detail) {
        List<String> flags = new ArrayList<>();
        if (detail.get("scenario") instanceof String scenario) {
            flags.add(scenario);
        }
        if (detail.get("encryption") instanceof String encryption) {
            flags.add(encryption);
        }
        return flags;
    }
}
