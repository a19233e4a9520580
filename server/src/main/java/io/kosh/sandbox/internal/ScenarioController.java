package io.kosh.sandbox.internal;

import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Page;
import io.kosh.platform.RailFaults.Calls;
import io.kosh.platform.RailFaults.Rail;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.sandbox.internal.ScenarioKind.Target;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What is to go wrong, over HTTP.
@RestController
@SandboxOnly
@RequestMapping("/sandbox/scenarios")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Sandbox", description = "Time, scenarios, catchers, logs and state to try with. Not there in live.")
final class ScenarioController {
    private static final int EVERY_ONE = 100;

    private final Scenarios scenarios;
    private final Clock clock;

    ScenarioController(Scenarios scenarios, Clock clock) {
        this.scenarios = scenarios;
        this.clock = clock;
    }

    /// Which scenario, and which calls, webhooks or calls to rails it spoils.
    record ScenarioRequest(
            @Schema(example = "lose-answer") @Nullable String scenario,

            @Schema(description = "how many are spoiled; 1 where absent", example = "3") @Nullable
            Long times,

            @Schema(
                    description = "method and path of the calls; * stands for anything; every call where absent",
                    example = "POST /api/v0/enkash-coins/*")
            @Nullable
            String route,

            @Schema(
                    description = "instead of a route: the rail whose calls are spoiled, as the catalogue lists them",
                    example = "sms")
            @Nullable
            String rail,

            @Schema(description = "type of the webhooks; * stands for anything; every one where absent") @Nullable
            String event,

            @Schema(
                    description = "a field that must have the value: of the query, form or JSON body, or of the rail",
                    example = "event")
            @Nullable
            String field,

            @Schema(example = "SIGNUP") @Nullable String value,

            @Schema(description = "how many of a hundred that fit are spoiled; 100 where absent") @Nullable
            Long chance,

            @Schema(description = "the same seed spoils the same ones of a run; 0 where absent") @Nullable
            Long seed,

            @Schema(description = "of the scenario, as the catalogue lists them") @Nullable
            Map<String, String> parameters) {
        public ScenarioRequest {
            Fields.text("scenario", scenario, 40);
            Fields.optionalInteger("times", times, 1, 10_000);
            Fields.optionalText("route", route, 300);
            Fields.optionalText("rail", rail, 40);
            Fields.optionalText("event", event, 100);
            Fields.optionalText("field", field, 100);
            Fields.optionalText("value", value, 500);
            Fields.optionalInteger("chance", chance, 1, EVERY_ONE);
            if ((field == null) != (value == null)) {
                throw Fields.invalid("field", "and value go together");
            }
            if (rail != null && route != null) {
                throw Fields.invalid("rail", "and route exclude each other: name one of them");
            }
            if (parameters != null) {
                parameters.forEach((name, text) -> Fields.text("parameters." + name, text, 100));
            }
        }

        Scenario scenario(Instant now) {
            ScenarioKind kind = ScenarioKind.of("scenario", Fields.text("scenario", scenario, 40));
            Map<String, String> given = parameters == null ? Map.of() : Map.copyOf(parameters);
            kind.check(given);
            checkTarget(kind.target());
            int most = Objects.requireNonNullElse(chance, (long) EVERY_ONE).intValue();
            return new Scenario(
                    0,
                    kind,
                    new Scenario.Rule(route, rail, event, field, value, most, given),
                    Objects.requireNonNullElse(seed, 0L),
                    Objects.requireNonNullElse(times, 1L).intValue(),
                    0,
                    0,
                    now);
        }

        private void checkTarget(Target target) {
            switch (target) {
                case REQUEST -> {
                    if (event != null) {
                        throw Fields.invalid("scenario", "spoils calls: name them by route or rail, and field");
                    }
                }
                case WEBHOOK -> {
                    if (route != null || rail != null || field != null) {
                        throw Fields.invalid("scenario", "spoils webhooks: name them by event");
                    }
                }
                case RAIL, CALLBACK -> {
                    if (route != null || event != null) {
                        throw Fields.invalid("scenario", "spoils rails: name them by rail and field");
                    }
                    Fields.present("rail", rail);
                }
            }
        }
    }

    record ScenarioView(
            long id,
            @Schema(example = "lose-answer") String scenario,
            @Nullable String route,
            @Nullable String rail,
            @Nullable String event,
            @Nullable String field,
            @Nullable String value,
            int chance,
            long seed,
            Map<String, String> parameters,

            @Schema(description = "how many are spoiled in all")
            int times,

            @Schema(description = "how many fitted so far") int tried,

            @Schema(description = "how many were spoiled so far")
            int used,

            Instant createdAt) {
        static ScenarioView of(Scenario scenario) {
            Scenario.Rule rule = scenario.rule();
            return new ScenarioView(
                    scenario.id(),
                    scenario.kind().word(),
                    rule.route(),
                    rule.rail(),
                    rule.event(),
                    rule.field(),
                    rule.value(),
                    rule.chance(),
                    scenario.seed(),
                    rule.parameters(),
                    scenario.times(),
                    scenario.tried(),
                    scenario.used(),
                    scenario.createdAt());
        }
    }

    /// One scenario that there is.
    record CatalogueEntry(
            @Schema(example = "lose-answer") String scenario,

            @Schema(
                    description =
                            "which of calls to this server, webhooks, the platform's own calls to rails, and what rails"
                                    + " tell it")
            List<Target> spoils,

            String meaning,

            @Schema(description = "what happens to a call to a rail; null where none is spoiled") @Nullable
            String onRails,

            @Schema(description = "the rails that it may be told to spoil")
            List<Rail> rails,

            List<ScenarioKind.Parameter> parameters,

            @Schema(description = "the header that asks for it; null where it spoils no calls") @Nullable
            String header) {
        static CatalogueEntry of(ScenarioKind kind, List<Rail> rails) {
            return new CatalogueEntry(
                    kind.word(),
                    kind.spoils(),
                    kind.meaning(),
                    kind.onRails(),
                    rails.stream()
                            .filter(rail -> kind.spoils(rail.calls() == Calls.US ? Target.CALLBACK : Target.RAIL))
                            .toList(),
                    kind.parameters(),
                    ScenarioGuide.header(kind));
        }

        static List<CatalogueEntry> all(List<Rail> rails) {
            return Arrays.stream(ScenarioKind.values())
                    .map(kind -> of(kind, rails))
                    .toList();
        }
    }

    record Removed(int removed) {}

    @GetMapping("/catalogue")
    @Operation(
            summary = "List what can go wrong",
            description = "Every scenario with its parameters, and the rails that it can spoil.")
    List<CatalogueEntry> catalogue() {
        return CatalogueEntry.all(scenarios.rails());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Let something go wrong",
            description = "Spoils the next calls (or webhooks, or calls to a rail) of the company that fit. Routes "
                    + "under /sandbox are never spoiled. For one call alone, send the header X-Sandbox-Scenario with "
                    + "it instead.")
    ScenarioView add(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody ScenarioRequest request) {
        return ScenarioView.of(scenarios.add(caller.company(companyId), request.scenario(clock.instant())));
    }

    @GetMapping
    @Operation(summary = "List scenarios", description = "The company's scenarios, also those that are used up.")
    Page<ScenarioView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        Page.Request page = Page.Request.of(cursor, limit);
        return Page.of(scenarios.page(caller.company(companyId), page), page, Scenario::id)
                .map(ScenarioView::of);
    }

    @DeleteMapping
    @Operation(summary = "End all scenarios", description = "Ends every scenario of the company.")
    Removed removeAll(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        return new Removed(scenarios.remove(caller.company(companyId), null));
    }

    @DeleteMapping("/{scenarioId}")
    @Operation(summary = "End a scenario", description = "Ends one scenario of the company.")
    Removed remove(
            Caller caller, @PathVariable long scenarioId, @RequestParam(required = false) @Nullable String companyId) {
        return new Removed(scenarios.remove(caller.company(companyId), scenarioId));
    }
}
