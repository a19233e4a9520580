package io.kosh.sandbox.internal;

import io.kosh.kernel.Refusal;
import io.kosh.platform.Envelope;
import io.kosh.platform.RailFaults.Calls;
import io.kosh.platform.RailFaults.Rail;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.Settings;
import io.kosh.sandbox.internal.ScenarioController.CatalogueEntry;
import io.kosh.sandbox.internal.ScenarioController.ScenarioRequest;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

/// The page of what is to go wrong.
@Controller
@SandboxOnly
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class ScenarioPageController extends GuardedController {
    private static final String BACK = "redirect:/sandbox/page/scenarios";
    private static final int SHOWN = 200;
    private static final String PARAMETER = "parameter.";

    private final Scenarios scenarios;
    private final Clock clock;

    ScenarioPageController(Visits visits, Clocks clocks, Settings settings, Scenarios scenarios, Clock clock) {
        super(visits, clocks, settings);
        this.scenarios = scenarios;
        this.clock = clock;
    }

    /// A scenario of the company.
    ///
    /// @param rule which calls, webhooks or calls to rails it spoils, in the words of the API; empty for every one
    record ScenarioLine(long id, String word, String meaning, List<String> rule, int times, int used, boolean over) {
        static ScenarioLine of(Scenario scenario) {
            Scenario.Rule rule = scenario.rule();
            List<String> words = new ArrayList<>();
            add(words, "", rule.route());
            add(words, "rail ", rule.rail());
            add(words, "", rule.event());
            add(words, rule.field() + " = ", rule.value());
            add(words, "", rule.chance() == 100 ? null : rule.chance() + " %, seed " + scenario.seed());
            rule.parameters().forEach((name, value) -> add(words, name + " ", value));
            return new ScenarioLine(
                    scenario.id(),
                    scenario.kind().word(),
                    scenario.kind().meaning(),
                    words,
                    scenario.times(),
                    scenario.used(),
                    scenario.used() >= scenario.times());
        }

        private static void add(List<String> words, String before, @Nullable String value) {
            if (value != null) {
                words.add(before + value);
            }
        }
    }

    @GetMapping("/sandbox/page/scenarios")
    String scenarios(HttpServletRequest request, HttpServletResponse response, Model model) {
        Visit visit = visit(request, response);
        return visit.company() == null ? COMPANY_PAGE : view(visit, model);
    }

    private String names(Calls calls) {
        return scenarios.rails().stream()
                .filter(rail -> rail.calls() == calls)
                .map(Rail::name)
                .collect(Collectors.joining(", "));
    }

    private String view(Visit visit, Model model) {
        model.addAttribute(
                "scenarios",
                scenarios.latest(visit.known(), SHOWN).stream()
                        .map(ScenarioLine::of)
                        .toList());
        model.addAttribute("catalogue", CatalogueEntry.all(scenarios.rails()));
        model.addAttribute("railNames", names(Calls.OTHERS));
        model.addAttribute("callbackNames", names(Calls.US));
        return view("sandbox-scenarios", "scenarios", visit, model);
    }

    @PostMapping("/sandbox/do/scenarios")
    String add(
            @RequestParam Map<String, String> given,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Visit visit = form(request, response);
        if (visit.company() == null) {
            return COMPANY_PAGE;
        }
        try {
            scenarios.add(visit.known(), asked(given).scenario(clock.instant()));
            return BACK;
        } catch (Refusal refusal) {
            refused(refusal, response, model);
            model.addAttribute("given", given);
            return view(visit, model);
        }
    }

    private static ScenarioRequest asked(Map<String, String> given) {
        Map<String, String> parameters = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (name.startsWith(PARAMETER) && !value.isBlank()) {
                parameters.put(name.substring(PARAMETER.length()), value.strip());
            }
        });
        return new ScenarioRequest(
                given.get("scenario"),
                number(given, "times"),
                text(given, "route"),
                text(given, "rail"),
                text(given, "event"),
                text(given, "field"),
                text(given, "value"),
                number(given, "chance"),
                number(given, "seed"),
                parameters);
    }

    @PostMapping("/sandbox/do/scenarios/{scenarioId}/end")
    String end(@PathVariable long scenarioId, HttpServletRequest request, HttpServletResponse response, Model model) {
        Visit visit = form(request, response);
        if (visit.company() == null) {
            return COMPANY_PAGE;
        }
        try {
            scenarios.remove(visit.known(), scenarioId);
            return BACK;
        } catch (Refusal refusal) {
            refused(refusal, response, model);
            return view(visit, model);
        }
    }

    @PostMapping("/sandbox/do/scenarios/end")
    String endAll(HttpServletRequest request, HttpServletResponse response) {
        Visit visit = form(request, response);
        if (visit.company() != null) {
            scenarios.remove(visit.known(), null);
        }
        return BACK;
    }
}
