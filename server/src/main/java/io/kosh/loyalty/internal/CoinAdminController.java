package io.kosh.loyalty.internal;

import io.kosh.kernel.Change;
import io.kosh.kernel.Fields;
import io.kosh.loyalty.internal.CoinEvent.Configuration;
import io.kosh.loyalty.internal.CoinEvent.Edit;
import io.kosh.loyalty.internal.CoinEvent.FieldChange;
import io.kosh.loyalty.internal.CoinEvent.Rules;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Coin configurations and settings beyond the documented pages: rules, list, deactivation, history, liability.
@RestController
@RequestMapping("/api/v1/coins")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Coin administration", description = "Native: rules, budgets and history of coin configurations.")
final class CoinAdminController {
    private final CoinEvents events;
    private final Coins coins;

    CoinAdminController(CoinEvents events, Coins coins) {
        this.events = events;
        this.coins = coins;
    }

    /// A new configuration with its rules.
    record CreateRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(description = "absent: CUSTOM") @Nullable
            ConfigurationField configuration,

            @Schema(example = "WELCOME_BONUS", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String event,

            @Schema(example = "25", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Long amount,

            @Schema(example = "90", description = "business days for which the coins can be spent; absent: for ever")
            @Nullable
            Long expiresAfterDays,

            @Schema(
                    example = "100000",
                    description = "coins that it may give, counted while a budget is set; set again, the count goes on")
            @Nullable
            Long budget,

            @Schema(example = "100", description = "coins that one user may get from it in a business day") @Nullable
            Long dailyUserCap) {
        CreateRequest {
            CoinEvent.event(event);
            CoinEvent.amount(amount);
        }

        CoinEvents.Draft draft() {
            return new CoinEvents.Draft(
                    configuration == null ? Configuration.CUSTOM : configuration.value(),
                    CoinEvent.event(event),
                    CoinEvent.amount(amount),
                    new Rules(expiresAfterDays, budget, dailyUserCap));
        }
    }

    /// What to change; `clear` names the rules to remove.
    record UpdateRequest(
            Change<Long> amount,
            Change<String> event,
            Change<Long> expiresAfterDays,
            Change<Long> budget,
            Change<Long> dailyUserCap,

            @Schema(example = "[\"budget\"]", description = "rules to remove: expiresAfterDays, budget, dailyUserCap")
            @Nullable
            List<String> clear) {
        private static final List<String> CLEARABLE = List.of("expiresAfterDays", "budget", "dailyUserCap");

        UpdateRequest {
            amount.map(CoinEvent::amount);
            event.map(CoinEvent::event);
            if (clear != null && !CLEARABLE.containsAll(clear)) {
                throw Fields.invalid("clear", "may name " + String.join(", ", CLEARABLE));
            }
            refuseBoth("expiresAfterDays", expiresAfterDays, clear);
            refuseBoth("budget", budget, clear);
            refuseBoth("dailyUserCap", dailyUserCap, clear);
        }

        private static void refuseBoth(String field, Change<Long> change, @Nullable List<String> clear) {
            if (change instanceof Change.To<Long> && clear != null && clear.contains(field)) {
                throw Fields.invalid(field, "is both set and cleared");
            }
        }

        Edit edit(Rules current) {
            List<String> cleared = Objects.requireNonNullElse(clear, List.of());
            Rules rules = new Rules(
                    cleared.contains("expiresAfterDays")
                            ? null
                            : expiresAfterDays.orNullable(current.expiresAfterDays()),
                    cleared.contains("budget") ? null : budget.orNullable(current.budget()),
                    cleared.contains("dailyUserCap") ? null : dailyUserCap.orNullable(current.dailyUserCap()));
            return new Edit(amount, Change.unchanged(), event, Change.to(rules));
        }
    }

    /// A configuration with its rules.
    @Schema(name = "CoinEvent")
    record EventResponse(
            String coinConfigId,
            Configuration configuration,
            String event,
            long amount,
            @Nullable Long expiresAfterDays,
            @Nullable Long budget,
            @Nullable Long dailyUserCap,
            boolean active,
            Instant createdAt) {
        static EventResponse of(CoinEvent event) {
            return new EventResponse(
                    event.id(),
                    event.configuration(),
                    event.event(),
                    event.amount(),
                    event.rules().expiresAfterDays(),
                    event.rules().budget(),
                    event.rules().dailyUserCap(),
                    event.active(),
                    event.createdAt());
        }
    }

    /// One kept change.
    record ChangeResponse(long number, Instant at, String actor, List<FieldChange> changes) {}

    /// What the company owes its users.
    record LiabilityResponse(
            String companyId, long outstanding, long issued, long redeemed, long expired, long reserved) {}

    /// One kept change of the settings.
    record SettingChangeResponse(long number, Instant at, String actor, boolean allowNegativeReversal) {}

    /// The company's choices about coins.
    record SettingsBody(
            @Schema(
                    description = "whether an allocation may be reversed although its coins were spent",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            Boolean allowNegativeReversal) {
        SettingsBody {
            Fields.present("allowNegativeReversal", allowNegativeReversal);
        }
    }

    @PostMapping("/events")
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Create a coin event with rules")
    EventResponse create(Caller caller, @RequestBody CreateRequest request) {
        return EventResponse.of(events.create(caller.company(request.companyId()), request.draft(), caller.actor()));
    }

    @GetMapping("/events")
    @Operation(summary = "List coin events", description = "The company's own and the platform's defaults.")
    Page<EventResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable Boolean active,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        return events.list(caller.company(companyId), active, Page.Request.of(cursor, limit))
                .map(EventResponse::of);
    }

    @GetMapping("/events/{coinConfigId}")
    @Operation(summary = "Get a coin event")
    EventResponse find(Caller caller, @PathVariable String coinConfigId) {
        return EventResponse.of(events.find(caller, coinConfigId));
    }

    @PatchMapping("/events/{coinConfigId}")
    @Operation(summary = "Change a coin event and its rules")
    EventResponse update(Caller caller, @PathVariable String coinConfigId, @RequestBody UpdateRequest request) {
        return EventResponse.of(events.update(caller, coinConfigId, request::edit));
    }

    @PostMapping("/events/{coinConfigId}/deactivate")
    @Operation(
            summary = "Deactivate a coin event",
            description = "For ever; the platform's DEFAULT, if there is one, is in force again.")
    EventResponse deactivate(Caller caller, @PathVariable String coinConfigId) {
        return EventResponse.of(events.deactivate(caller, coinConfigId));
    }

    @GetMapping("/events/{coinConfigId}/changes")
    @Operation(summary = "List the changes of a coin event", description = "Who, when, from, to; 1 is its creation.")
    Page<ChangeResponse> changes(
            Caller caller,
            @PathVariable String coinConfigId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        return events.changes(caller, coinConfigId, Page.Request.of(cursor, limit))
                .map(kept -> new ChangeResponse(kept.number(), kept.at(), kept.actor(), kept.changes()));
    }

    @GetMapping("/liability")
    @Operation(
            summary = "Get the outstanding coin liability",
            description = "Coins issued less redeemed less expired: what users hold.")
    LiabilityResponse liability(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        var company = caller.company(companyId);
        Coins.Liability now = coins.liability(company);
        return new LiabilityResponse(
                company.id(), now.outstanding(), now.issued(), now.redeemed(), now.expired(), now.reserved());
    }

    @GetMapping("/settings")
    @Operation(summary = "Get the company's coin settings")
    SettingsBody settings(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        return new SettingsBody(coins.negativeReversalAllowed(caller.company(companyId)));
    }

    @PutMapping("/settings")
    @Operation(summary = "Set the company's coin settings")
    SettingsBody changeSettings(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody SettingsBody request) {
        coins.allowNegativeReversal(
                caller.company(companyId),
                Fields.present("allowNegativeReversal", request.allowNegativeReversal()),
                caller.actor());
        return request;
    }

    @GetMapping("/settings/changes")
    @Operation(summary = "List the changes of the coin settings", description = "Newest first: who set what, when.")
    Page<SettingChangeResponse> settingChanges(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        return coins.settingChanges(caller.company(companyId), Page.Request.of(cursor, limit))
                .map(kept -> new SettingChangeResponse(
                        kept.number(), kept.at(), kept.actor(), kept.allowNegativeReversal()));
    }
}
