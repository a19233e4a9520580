package io.kosh.loyalty.internal;

import io.kosh.kernel.Change;
import io.kosh.kernel.Fields;
import io.kosh.loyalty.internal.CoinEvent.Configuration;
import io.kosh.loyalty.internal.CoinEvent.Edit;
import io.kosh.loyalty.internal.CoinEvent.Rules;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The five documented coin calls.
@RestController
@RequestMapping(path = "/api/v0", produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(Envelope.RESPONSE_CODE)
@Tag(name = "Coins", description = "Brand loyalty coins: events, allocation, balance.")
final class CoinController {
    static final int LONGEST_ID = 64;
    private static final String ALLOCATED = "Successfully allocated enkash Coins";

    private final CoinEvents events;
    private final Coins coins;
    private final Allocations allocations;

    CoinController(CoinEvents events, Coins coins, Allocations allocations) {
        this.events = events;
        this.allocations = allocations;
        this.coins = coins;
    }

    /// A new configuration.
    record CreateRequest(
            @Schema(example = "DEFAULT", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            ConfigurationField configuration,

            @Schema(example = "CEKEKCARDS", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId,

            @Schema(example = "MEAL_CARD_PAYMENT", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String event,

            @Schema(example = "6", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Long amount) {
        CreateRequest {
            Fields.present("configuration", configuration);
            Fields.text("companyId", companyId, LONGEST_ID);
            CoinEvent.event(event);
            CoinEvent.amount(amount);
        }

        CoinEvents.Draft draft() {
            return new CoinEvents.Draft(
                    Fields.present("configuration", configuration).value(),
                    CoinEvent.event(event),
                    CoinEvent.amount(amount),
                    Rules.NONE);
        }
    }

    /// What to change; a field that is absent stays.
    record UpdateRequest(
            @Schema(example = "10") Change<Long> amount,
            @Schema(example = "DEFAULT") Change<ConfigurationField> configuration,
            @Schema(example = "CEKEKCARDS") Change<String> companyId,
            @Schema(example = "INVOICE_PAYMENT") Change<String> event) {
        UpdateRequest {
            amount.map(CoinEvent::amount);
            companyId.map(id -> Fields.text("companyId", id, LONGEST_ID));
            event.map(CoinEvent::event);
        }

        Edit edit() {
            return new Edit(amount, configuration.map(ConfigurationField::value), event, Change.unchanged());
        }
    }

    /// Coins for one user.
    record AllocateRequest(
            @Schema(example = "CEK0TCW2W8", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId,

            @Schema(example = "REFERRAL_EVENT", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String event,

            @Schema(example = "COIN_REQ1234567", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String requestId,

            @Schema(example = "EKQZVMQK", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String userId) {
        AllocateRequest {
            Fields.text("companyId", companyId, LONGEST_ID);
            CoinEvent.event(event);
            Fields.text("requestId", requestId, LONGEST_ID);
            Fields.text("userId", userId, LONGEST_ID);
        }

        Allocations.Allocation allocation() {
            return new Allocations.Allocation(
                    CoinEvent.event(event),
                    Fields.text("requestId", requestId, LONGEST_ID),
                    Fields.text("userId", userId, LONGEST_ID));
        }
    }

    /// A configuration as the pages show it.
    @Schema(name = "CoinConfiguration")
    record EventResponse(
            @Schema(example = "WCC024845") String coinConfigId,
            @Schema(example = "DEFAULT") Configuration configuration,
            @Schema(example = "INVOICE_PAYMENT") String event,
            @Schema(example = "10") long amount) {
        static EventResponse of(CoinEvent event) {
            return new EventResponse(event.id(), event.configuration(), event.event(), event.amount());
        }
    }

    @PostMapping(path = "/enkash-coins/create-coins-config", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Idempotent
    @Operation(
            summary = "Create Event",
            description = "Configures how many coins an event earns. A company's own configuration is CUSTOM and wins "
                    + "over the platform's DEFAULT. A second active configuration for the event is answered 409."
                    + " Also known as Create Coin Event Configuration.")
    EventResponse create(Caller caller, @RequestBody CreateRequest request) {
        var company = caller.requiredCompany(request.companyId());
        return EventResponse.of(events.create(company, request.draft(), caller.actor()));
    }

    @GetMapping("/enkash-coins/{coinConfigId}")
    @Operation(
            summary = "Get Event",
            description = "A configuration by the id that its creation answered." + " Also known as Get Coin Event.")
    EventResponse find(Caller caller, @Parameter(example = "WCC12345") @PathVariable String coinConfigId) {
        return EventResponse.of(events.find(caller, coinConfigId));
    }

    @PatchMapping(path = "/enkash-coins/{coinConfigId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Update Event",
            description = "Changes the fields that are sent and keeps the others; null is refused. Coins that were "
                    + "allocated stay as they are, and the configuration stays with its company."
                    + " Also known as Update Coin Event Configuration.")
    EventResponse update(
            Caller caller,
            @Parameter(example = "WCC024845") @PathVariable String coinConfigId,
            @RequestBody UpdateRequest request) {
        return EventResponse.of(events.update(caller, coinConfigId, request.companyId(), request.edit()));
    }

    @PostMapping(path = "/enkash-coins/allocate-coin", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Idempotent(Idempotent.Keeping.AFTER_EFFECT)
    @Operation(
            summary = "Allocate Coins",
            description = "Gives a user the coins of the event's configuration in force. The same requestId with the "
                    + "same body gives the first answer and no second coin; with another body it is answered 409."
                    + " Also known as Allocate Coins to User.")
    String allocate(Caller caller, @RequestBody AllocateRequest request) {
        allocations.allocate(caller.requiredCompany(request.companyId()), request.allocation());
        return ALLOCATED;
    }

    @GetMapping("/coins/balance")
    @Operation(
            summary = "Get Balance",
            description = "Whole coins that the user can spend now: neither reserved nor expired ones are counted."
                    + " Also known as Get User Coins Balance.")
    Long balance(Caller caller, @Parameter(example = "EK6CYE6K") @RequestParam String userId) {
        return coins.balance(caller, Fields.text("userId", userId, LONGEST_ID));
    }
}
