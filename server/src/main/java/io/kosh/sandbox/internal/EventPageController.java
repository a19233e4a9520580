package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.Asset;
import io.kosh.ledger.PostingTemplates;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.Settings;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import tools.jackson.databind.json.JsonMapper;

/// The pages about what happened: the stream of events, and one request with all that came from it.
@Controller
@SandboxOnly
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class EventPageController extends GuardedController {
    private static final int SHOWN = 50;
    private static final int LONGEST_FILTER = 300;
    private static final int LONGEST_BODY = 60_000;
    private static final long WRITTEN_WITHIN_MILLIS = 2_000;

    private final Timelines timelines;
    private final EventLog log;
    private final EventStreams streams;
    private final ReplayClient replays;
    private final ITemplateEngine templates;
    private final RequestStory.Words words;
    private final Map<String, Asset> assets = new HashMap<>();

    EventPageController(
            Visits visits,
            Clocks clocks,
            Settings settings,
            Timelines timelines,
            EventLog log,
            EventStreams streams,
            ReplayClient replays,
            ITemplateEngine templates,
            JsonMapper json,
            List<PostingTemplates> postings) {
        super(visits, clocks, settings);
        this.timelines = timelines;
        this.log = log;
        this.streams = streams;
        this.replays = replays;
        this.templates = templates;
        this.words = new RequestStory.Words(json, settings.baseUrl().toString());
        postings.stream().flatMap(each -> each.templates().stream()).forEach(template -> {
            assets.put(template.debit().name(), template.debit().asset());
            assets.put(template.credit().name(), template.credit().asset());
        });
    }

    /// What the list is narrowed to.
    record Narrowing(
            @Nullable String path,
            @Nullable Integer status,
            @Nullable Long before) {
        boolean none() {
            return path == null && status == null && before == null;
        }
    }

    @GetMapping("/sandbox")
    String events(
            @RequestParam(defaultValue = "") String path,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(required = false) @Nullable Long before,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Visit visit = visit(request, response);
        if (visit.company() == null) {
            return COMPANY_PAGE;
        }
        Narrowing narrowing = new Narrowing(
                path.isBlank() || path.length() > LONGEST_FILTER ? null : path.strip(),
                status.matches("[1-5][0-9]{2}") ? Integer.valueOf(status) : null,
                before);
        List<Event> events = timelines.latest(
                visit.known().key(),
                new Event.Filter(null, null, narrowing.path(), narrowing.status()),
                Objects.requireNonNullElse(before, Long.MAX_VALUE),
                SHOWN + 1);
        List<Event> shown = events.size() > SHOWN ? events.subList(0, SHOWN) : events;
        model.addAttribute("lines", shown.stream().map(EventLine::of).toList());
        model.addAttribute("newest", shown.isEmpty() ? 0 : shown.getFirst().id());
        model.addAttribute("older", events.size() > SHOWN ? shown.getLast().id() : null);
        model.addAttribute("narrowing", narrowing);
        model.addAttribute("live", narrowing.none());
        model.addAttribute("dropped", log.dropped());
        return view("sandbox", "events", visit, model);
    }

    /// Lines of the list as they come, made by the same template.
    @GetMapping("/sandbox/page/stream")
    void stream(
            @RequestParam(required = false) @Nullable Long after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable Long last,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        Visit visit = listener(request, response);
        if (visit.company() == null) {
            // A browser does not come back after 204.
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        CompanyKey company = visit.known().key();
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
                return "event: line\ndata: " + html(event, locale).replaceAll("\\s*[\r\n]+\\s*", " ");
            }
        };
        Long from = last == null ? after : last;
        streams.follow(source, from == null ? timelines.newest(company) : from, text -> {
            out.write(text);
            out.flush();
        });
    }

    private String html(Event event, Locale locale) {
        return templates.process(
                "parts/sandbox", Set.of("line"), new Context(locale, Map.of("line", EventLine.of(event))));
    }

    @GetMapping("/sandbox/page/requests/{requestId}")
    String request(
            @PathVariable String requestId, HttpServletRequest request, HttpServletResponse response, Model model) {
        Visit visit = visit(request, response);
        return visit.company() == null ? COMPANY_PAGE : request(requestId, visit, model);
    }

    private String request(String requestId, Visit visit, Model model) {
        Timelines.Timeline timeline = timelines.of(visit.known().key(), requestId);
        if (timeline.events().isEmpty()) {
            throw Refusal.of(SandboxError.REQUEST_UNKNOWN, SandboxError.REQUEST_UNKNOWN.meaning());
        }
        List<TransferTable> transfers = timeline.transfers().stream()
                .map(transfer -> TransferTable.of(transfer, assets))
                .toList();
        model.addAttribute("story", RequestStory.of(requestId, timeline, transfers, words));
        return view("sandbox-request", "events", visit, model);
    }

    @PostMapping("/sandbox/do/requests/{requestId}/replay")
    String replay(
            @PathVariable String requestId,
            @RequestParam(defaultValue = "") String body,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model)
            throws InterruptedException {
        Visit visit = form(request, response);
        if (visit.company() == null) {
            return COMPANY_PAGE;
        }
        CompanyKey company = visit.known().key();
        try {
            String text = body.isEmpty() ? "" : Fields.text("body", body, LONGEST_BODY);
            Event logged = timelines.of(company, requestId).events().stream()
                    .filter(event -> event.kind().equals(Event.REQUEST))
                    .findFirst()
                    .orElseThrow(
                            () -> Refusal.of(SandboxError.REQUEST_UNKNOWN, SandboxError.REQUEST_UNKNOWN.meaning()));
            String again = replays.again(LoggedCall.of(logged).with(text), visit);
            awaitWritten(company, again);
            return "redirect:/sandbox/page/requests/" + again;
        } catch (Refusal refusal) {
            refused(refusal, response, model);
            return request(requestId, visit, model);
        }
    }

    /// The log is written a moment after the answer.
    private void awaitWritten(CompanyKey company, String requestId) throws InterruptedException {
        long deadline = System.nanoTime() + WRITTEN_WITHIN_MILLIS * 1_000_000;
        while (timelines.of(company, requestId).events().isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
    }
}
