package io.kosh.sandbox.internal;

import io.kosh.kernel.Refusal;
import io.kosh.platform.Envelope;
import io.kosh.platform.Moment;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.Settings;
import io.kosh.sandbox.internal.HookController.BehaviourRequest;
import io.kosh.sandbox.internal.HookController.HookRequest;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/// The pages of what catches webhooks.
@Controller
@SandboxOnly
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class CatcherPageController extends GuardedController {
    private static final String LIST = "/sandbox/page/catchers";
    private static final int SHOWN = 20;

    private final Hooks hooks;
    private final JsonMapper json;

    CatcherPageController(Visits visits, Clocks clocks, Settings settings, Hooks hooks, JsonMapper json) {
        super(visits, clocks, settings);
        this.hooks = hooks;
        this.json = json;
    }

    /// @param times how many deliveries are still answered so, null for all
    record CatcherLine(
            String id,
            String label,
            String url,
            int status,
            long delayMillis,
            @Nullable Integer times,
            int count) {}

    /// @param cutFrom how many bytes the body had, null where all of them are shown
    record ReceivedText(
            long id,
            Moment at,
            String method,
            String query,
            String headers,
            String body,
            @Nullable Long cutFrom,
            int answered,
            String tone) {}

    private CatcherLine line(Hook hook, int count) {
        return new CatcherLine(
                hook.id(),
                EventLine.text(hook.label()),
                hooks.url(hook),
                hook.behaviour().status(),
                hook.behaviour().delay().toMillis(),
                hook.behaviour().times(),
                count);
    }

    private ReceivedText text(Hook.Received received) {
        Hook.Delivery delivery = received.delivery();
        String body = new String(delivery.body().bytes(), StandardCharsets.UTF_8);
        return new ReceivedText(
                received.id(),
                Moment.of(delivery.at()),
                delivery.method(),
                EventLine.text(delivery.query()),
                delivery.headers().entrySet().stream()
                        .map(header -> header.getKey() + ": " + String.join(", ", header.getValue()))
                        .collect(Collectors.joining("\n")),
                RequestStory.pretty(body, json),
                delivery.body().cut() ? delivery.body().size() : null,
                received.answered(),
                received.answered() < 300 ? "good" : received.answered() < 500 ? "note" : "bad");
    }

    @GetMapping(LIST)
    String catchers(HttpServletRequest request, HttpServletResponse response, Model model) {
        Visit visit = visit(request, response);
        return visit.company() == null ? COMPANY_PAGE : list(visit, model);
    }

    private String list(Visit visit, Model model) {
        Map<String, Integer> counts = hooks.counts(visit.known());
        List<CatcherLine> lines = hooks.all(visit.known()).reversed().stream()
                .map(hook -> line(hook, counts.getOrDefault(hook.id(), 0)))
                .toList();
        model.addAttribute("catchers", lines);
        return view("sandbox-catchers", "catchers", visit, model);
    }

    @PostMapping("/sandbox/do/catchers")
    String add(
            @RequestParam(defaultValue = "") String label,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Visit visit = form(request, response);
        if (visit.company() == null) {
            return COMPANY_PAGE;
        }
        try {
            String given = label.isBlank() ? null : label.strip();
            Hook hook = hooks.add(visit.known(), new HookRequest(given).label());
            return "redirect:" + LIST + "/" + hook.id();
        } catch (Refusal refusal) {
            refused(refusal, response, model);
            return list(visit, model);
        }
    }

    @GetMapping(LIST + "/{hookId}")
    String catcher(@PathVariable String hookId, HttpServletRequest request, HttpServletResponse response, Model model) {
        Visit visit = visit(request, response);
        return visit.company() == null ? COMPANY_PAGE : one(hookId, visit, model);
    }

    private String one(String hookId, Visit visit, Model model) {
        Hooks.Shown shown = hooks.show(visit.known(), hookId, SHOWN);
        model.addAttribute("catcher", line(shown.hook(), shown.received().size()));
        model.addAttribute("received", shown.received().stream().map(this::text).toList());
        return view("sandbox-catcher", "catchers", visit, model);
    }

    @PostMapping("/sandbox/do/catchers/{hookId}/behaviour")
    String behave(
            @PathVariable String hookId,
            @RequestParam Map<String, String> given,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Visit visit = form(request, response);
        if (visit.company() == null) {
            return COMPANY_PAGE;
        }
        try {
            BehaviourRequest behaviour =
                    new BehaviourRequest(number(given, "status"), number(given, "delayMillis"), number(given, "times"));
            hooks.behave(visit.known(), hookId, behaviour.behaviour());
            return "redirect:" + LIST + "/" + hookId;
        } catch (Refusal refusal) {
            refused(refusal, response, model);
            model.addAttribute("given", given);
            return one(hookId, visit, model);
        }
    }

    @PostMapping("/sandbox/do/catchers/{hookId}/empty")
    String empty(@PathVariable String hookId, HttpServletRequest request, HttpServletResponse response) {
        Visit visit = form(request, response);
        if (visit.company() == null) {
            return COMPANY_PAGE;
        }
        hooks.clear(visit.known(), hookId);
        return "redirect:" + LIST + "/" + hookId;
    }
}
