package io.kosh.sandbox.internal;

import io.kosh.platform.Moment;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A request with all that came from it, in the order in which a page tells it.
///
/// @param call  the exchange, null where the log has only what came from it
/// @param steps what happened, in order
record RequestStory(String requestId, @Nullable Call call, List<Step> steps) {

    /// The exchange.
    ///
    /// @param cut    whether the log kept only the begin of the request's body
    /// @param masked whether something in it was masked
    record Call(
            EventLine line,
            String client,
            String route,
            String scenario,
            List<String> notes,
            Part request,
            Part answer,
            String curl,
            boolean cut,
            boolean masked) {}

    /// One direction of the exchange.
    ///
    /// @param body   as a page shows it, JSON with line breaks
    /// @param asSent the body as it was
    record Part(String headers, String body, String asSent, long size) {}

    /// One thing that happened.
    ///
    /// @param what     `came`, `answered`, `transfer` or `event`
    /// @param moment   null for a transfer, whose time is the company's
    /// @param line     null for a transfer
    /// @param transfer null for everything else
    record Step(
            String what,
            @Nullable Moment moment,
            @Nullable EventLine line,
            @Nullable TransferTable transfer,
            List<String> flags) {}

    static RequestStory of(String requestId, Timelines.Timeline timeline, List<TransferTable> transfers, Words words) {
        Event request = timeline.events().stream()
                .filter(event -> event.kind().equals(Event.REQUEST))
                .findFirst()
                .orElse(null);
        List<Step> before = new ArrayList<>();
        List<Step> after = new ArrayList<>();
        Instant answeredAt = request == null ? Instant.EPOCH : answeredAt(request);
        timeline.events().stream()
                .filter(event -> !event.equals(request))
                .sorted(Comparator.comparing(Event::at).thenComparingLong(Event::id))
                .forEach(event -> (event.at().isBefore(answeredAt) ? before : after)
                        .add(new Step("event", Moment.of(event.at()), EventLine.of(event), null, List.of())));
        List<Step> steps = new ArrayList<>();
        if (request != null) {
            steps.add(new Step("came", Moment.of(request.at()), EventLine.of(request), null, List.of()));
        }
        transfers.forEach(table -> steps.add(new Step("transfer", null, null, table, List.of())));
        steps.addAll(before);
        if (request != null) {
            EventLine line = EventLine.of(request);
            steps.add(new Step("answered", Moment.of(answeredAt), line, null, line.flags()));
        }
        steps.addAll(after);
        return new RequestStory(requestId, request == null ? null : call(request, words), List.copyOf(steps));
    }

    private static Instant answeredAt(Event request) {
        return request.detail().get("micros") instanceof Number micros
                ? request.at().plus(micros.longValue(), ChronoUnit.MICROS)
                : request.at();
    }

    /// What turns an event into text.
    record Words(JsonMapper json, String baseUrl) {}

    private static Call call(Event event, Words words) {
        Map<String, Object> detail = event.detail();
        Part request = part(detail.get("request"), words.json());
        boolean cut = request.asSent().endsWith("...") && request.size() > 4_000;
        return new Call(
                EventLine.of(event),
                EventLine.text(detail.get("actor")),
                EventLine.text(detail.get("route")),
                EventLine.text(detail.get("scenario")),
                detail.get("compatNotes") instanceof List<?> notes
                        ? notes.stream().map(String::valueOf).toList()
                        : List.of(),
                request,
                part(detail.get("answer"), words.json()),
                LoggedCall.of(event).curl(words.baseUrl()),
                cut,
                request.asSent().contains("***"));
    }

    private static Part part(@Nullable Object side, JsonMapper json) {
        if (!(side instanceof Map<?, ?> shown)) {
            return new Part("", "", "", 0);
        }
        StringBuilder headers = new StringBuilder();
        if (shown.get("headers") instanceof Map<?, ?> all) {
            all.forEach((name, value) ->
                    headers.append(name).append(": ").append(value).append('\n'));
        }
        String body = EventLine.text(shown.get("body"));
        return new Part(
                headers.toString().strip(),
                pretty(body, json),
                body,
                shown.get("size") instanceof Number size ? size.longValue() : 0);
    }

    static String pretty(String body, JsonMapper json) {
        if (!body.startsWith("{") && !body.startsWith("[")) {
            return body;
        }
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(body));
        } catch (JacksonException _) {
            // It was cut or masked, or was never JSON: it is shown as it is.
            return body;
        }
    }
}
