package io.kosh.cards.internal;

import io.kosh.cards.internal.CardAccountMoves.Story;
import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Suspending a whole card account and resuming it.
@RestController
@RequestMapping("/api/v1/card-accounts/{cardAccountId}/state")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Card account state", description = "Native: stopping everything under a card account for a time.")
final class CardAccountStateController {
    private static final int LONGEST_ID = CardAccountController.LONGEST_ID;
    private static final int LONGEST_REASON = 255;

    private final CardAccountMoves moves;

    CardAccountStateController(CardAccountMoves moves) {
        this.moves = moves;
    }

    /// A state to be given to an account.
    record StateRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(example = "SUSPENDED", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            CardAccountState state,

            @Schema(example = "Programme under review") @Nullable
            String reason) {
        StateRequest {
            Fields.optionalText("companyId", companyId, LONGEST_ID);
            Fields.present("state", state);
            Fields.optionalText("reason", reason, LONGEST_REASON);
        }
    }

    /// A move from one state to another.
    record MoveResponse(
            int number,
            CardAccountState from,
            CardAccountState to,
            @Nullable String reason,
            String actor,
            Instant at) {
        static MoveResponse of(CardAccountMove move) {
            return new MoveResponse(move.place(), move.from(), move.to(), move.reason(), move.actor(), move.at());
        }
    }

    /// The state of an account with its newest moves, newest first.
    record StateResponse(String cardAccountId, CardAccountState state, List<MoveResponse> items) {
        static StateResponse of(Story story) {
            return new StateResponse(
                    story.account().id(),
                    story.account().state(),
                    story.moves().stream().map(MoveResponse::of).toList());
        }
    }

    @GetMapping
    @Operation(
            summary = "Get the state of a card account",
            description = "With what happened to it, the newest hundred moves.")
    StateResponse find(
            Caller caller,
            @PathVariable String cardAccountId,
            @RequestParam(required = false) @Nullable String companyId) {
        return StateResponse.of(moves.story(caller.company(companyId), cardAccountId));
    }

    @PutMapping
    @Operation(
            summary = "Suspend or resume a card account",
            description = "Under an account that is SUSPENDED no card pays, no points are spent, nothing is loaded or "
                    + "given, and no card is made; terminals are answered 62. What was held before is cleared, reversed "
                    + "and refunded, the account is funded, and what is on cards can be taken back.")
    StateResponse set(Caller caller, @PathVariable String cardAccountId, @RequestBody StateRequest request) {
        return StateResponse.of(moves.set(
                caller.company(request.companyId()),
                cardAccountId,
                Fields.present("state", request.state()),
                request.reason(),
                caller.actor()));
    }
}
