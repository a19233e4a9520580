package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.ledger.EntryView;
import io.kosh.ledger.TransferView;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// The event log over HTTP.
@RestController
@SandboxOnly
@RequestMapping("/sandbox/events")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Sandbox", description = "Time, scenarios, catchers, logs and state to try with. Not there in live.")
final class EventController {
    private final Timelines timelines;
    private final EventLog log;
    private final EventStreams streams;
    private final JsonMapper json;

    EventController(Timelines timelines, EventLog log, EventStreams streams, JsonMapper json) {
        this.timelines = timelines;
        this.log = log;
        this.streams = streams;
        this.json = json;
    }

    record EventView(
            long id,
            Instant at,
            @Schema(description = "the company's time") Instant businessAt,
            @Schema(example = "REQUEST") String kind,
            @Nullable String requestId,
            @Nullable String method,
            @Nullable String path,
            @Nullable Integer status,

            @Schema(description = "request and answer, duration, compat notes, effects; secrets are masked")
            Map<String, Object> detail) {
        static EventView of(Event event) {
            return new EventView(
                    event.id(),
                    event.at(),
                    event.businessAt(),
                    event.kind(),
                    event.requestId(),
                    event.method(),
                    event.path(),
                    event.status(),
                    event.detail());
        }
    }

    /// A page of the log.
    ///
    /// @param dropped what this server has let go since it started
    record EventPage(List<EventView> items, @Nullable String nextCursor, long dropped) {}

    record TransferLines(
            long transferId,
            String template,
            TransferView.Phase phase,
            String sourceKind,
            String sourceId,
            Map<String, String> detail,
            @Nullable Long relatesTo,
            Instant recordedAt,
            List<EntryView> entries) {
        static TransferLines of(TransferView transfer) {
            return new TransferLines(
                    transfer.id(),
                    transfer.template(),
                    transfer.phase(),
                    transfer.sourceKind(),
                    transfer.sourceId(),
                    transfer.detail(),
                    transfer.relatesTo(),
                    transfer.recordedAt(),
                    transfer.entries());
        }
    }

    record TimelineView(String requestId, List<EventView> events, List<TransferLines> transfers) {}

    /// An operator who names no company sees what no company is known of, such as refused sign-ins.
    private static CompanyKey company(Caller caller, @Nullable String companyId) {
        return caller.operator() && companyId == null
                ? EventLog.NOBODY
                : caller.company(companyId).key();
    }

    @GetMapping
    @Operation(
            summary = "List events",
            description = "Requests with their answers, and what came from them, oldest first. An operator who names "
                    + "no company sees those of none, such as token calls.")
    EventPage list(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String requestId,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String path,
            @RequestParam(required = false) @Nullable Integer status,
            @RequestParam(required = false) @Nullable Long after,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        Page.Request page = Page.Request.of(cursor, limit);
        Event.Filter filter = new Event.Filter(
                Fields.optionalText("requestId", requestId, 64),
                Fields.optionalText("kind", kind, 40),
                Fields.optionalText("path", path, 300),
                status);
        Long from = page.after() == null ? after : page.after();
        Page<Event> events =
                Page.of(timelines.after(company(caller, companyId), filter, from, page.fetch()), page, Event::id);
        return new EventPage(events.items().stream().map(EventView::of).toList(), events.nextCursor(), log.dropped());
    }

    @GetMapping("/requests/{requestId}")
    @Operation(
            summary = "Get all of one request",
            description = "The request with its answer, what else happened under its id, and the transfers that it "
                    + "made, with their lines.")
    TimelineView request(
            Caller caller, @PathVariable String requestId, @RequestParam(required = false) @Nullable String companyId) {
        Timelines.Timeline timeline = timelines.of(company(caller, companyId), requestId);
        if (timeline.events().isEmpty()) {
            throw io.kosh.kernel.Refusal.of(SandboxError.REQUEST_UNKNOWN, SandboxError.REQUEST_UNKNOWN.meaning());
        }
        return new TimelineView(
                requestId,
                timeline.events().stream().map(EventView::of).toList(),
                timeline.transfers().stream().map(TransferLines::of).toList());
    }

    @GetMapping("/stream")
    @Operation(
            summary = "Stream events",
            description = "Server-sent events (`text/event-stream`), each with the event as JSON. Begins after the id "
                    + "`after`, or with what happens from now on. Ends after about a minute; clients of server-sent "
                    + "events come back by themselves and say in `Last-Event-ID` where they were, which counts "
                    + "more than `after`.")
    void stream(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable Long after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable Long last,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        CompanyKey company = company(caller, companyId);
        response.setContentType("text/event-stream");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        ServletOutputStream out = response.getOutputStream();
        EventStreams.Source source = new EventStreams.Source() {
            @Override
            public List<Event> after(long id, int most) {
                return timelines.after(company, Event.Filter.ALL, id, most);
            }

            @Override
            public String told(Event event) {
                return "event: " + event.kind().toLowerCase(Locale.ROOT) + "\ndata: "
                        + json.writeValueAsString(EventView.of(event));
            }
        };
        Long from = last == null ? after : last;
        streams.follow(source, from == null ? timelines.newest(company) : from, text -> {
            out.write(text);
            out.flush();
        });
    }
}
