package io.kosh.loyalty.internal;

import io.kosh.kernel.Fields;
import io.kosh.ledger.EntryView;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// A user's coins beyond the documented pages: history, reversal, burning.
@RestController
@RequestMapping("/api/v1/coins")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Coins of users", description = "Native: holdings, history, reversal, and spending in two steps.")
final class CoinUserController {
    private static final long USUAL_HOLD_SECONDS = 900;
    private static final long LONGEST_HOLD_SECONDS = 30L * 24 * 3600;

    private final Coins coins;
    private final Burns burns;

    CoinUserController(Coins coins, Burns burns) {
        this.coins = coins;
        this.burns = burns;
    }

    /// A user's coins now. `lots` are those that expire, soonest first; the others never do.
    record HoldingResponse(
            String userId,

            @Schema(description = "the ledger's account; null before the first coin") @Nullable
            String accountId,

            long available,
            long balance,
            long held,
            List<LotResponse> lots) {}

    /// Coins that end on one day.
    record LotResponse(LocalDate expiresOn, long remaining, long held) {}

    /// One line of a user's history, with the balance after it.
    record HistoryResponse(
            String transferId,
            Instant recordedAt,
            String what,
            String sourceId,
            long credited,
            long debited,
            long held,
            long balance,
            Map<String, String> detail) {
        static HistoryResponse of(EntryView entry) {
            return new HistoryResponse(
                    Long.toString(entry.transferId()),
                    entry.recordedAt(),
                    entry.sourceKind(),
                    entry.sourceId(),
                    entry.credit(),
                    entry.debit(),
                    entry.pending(),
                    entry.balance(),
                    entry.detail());
        }
    }

    /// Which allocation to take back.
    record ReverseRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(description = "the requestId of the allocation", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String requestId) {
        ReverseRequest {
            Fields.text("requestId", requestId, CoinController.LONGEST_ID);
        }
    }

    /// The reversal that stands.
    record ReversalResponse(String transferId, String requestId, boolean replayed) {}

    /// Coins to reserve for spending.
    record BurnRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String userId,

            @Schema(example = "10", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Long amount,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String requestId,

            @Schema(example = "900", description = "how long the reservation lasts; absent: 900") @Nullable
            Long holdSeconds) {
        BurnRequest {
            Fields.text("userId", userId, CoinController.LONGEST_ID);
            CoinEvent.amount(amount);
            Fields.text("requestId", requestId, CoinController.LONGEST_ID);
            Fields.optionalInteger("holdSeconds", holdSeconds, 1, LONGEST_HOLD_SECONDS);
        }

        Burns.Reservation reservation() {
            return new Burns.Reservation(
                    Fields.text("userId", userId, CoinController.LONGEST_ID),
                    CoinEvent.amount(amount),
                    Fields.text("requestId", requestId, CoinController.LONGEST_ID),
                    Duration.ofSeconds(holdSeconds == null ? USUAL_HOLD_SECONDS : holdSeconds));
        }
    }

    /// How much of a burn to spend.
    record CommitRequest(
            @Schema(description = "coins to spend, the rest goes back; absent: all that is reserved") @Nullable
            Long amount) {
        CommitRequest {
            Fields.optionalInteger("amount", amount, 1, CoinEvent.MOST_COINS);
        }
    }

    /// A burn as it stands.
    record BurnResponse(
            String burnId, String userId, Burns.State state, long amount, long committed, Instant expiresAt) {
        static BurnResponse of(Burns.Burn burn) {
            return new BurnResponse(
                    burn.id(), burn.userId(), burn.state(), burn.amount(), burn.committed(), burn.expiresAt());
        }
    }

    @GetMapping("/users/{userId}")
    @Operation(summary = "Get a user's coins", description = "Available, balance, held, and what expires when.")
    HoldingResponse holding(Caller caller, @PathVariable String userId) {
        Coins.Holding holding = coins.holding(caller, userId);
        return new HoldingResponse(
                holding.userId(),
                holding.account() == null ? null : Long.toString(holding.account()),
                holding.available(),
                holding.balance(),
                holding.held(),
                holding.lots().stream()
                        .map(lot -> new LotResponse(lot.expiresOn(), lot.remaining(), lot.held()))
                        .toList());
    }

    @GetMapping("/users/{userId}/history")
    @Operation(summary = "List a user's coin history", description = "Newest first, with the running balance.")
    Page<HistoryResponse> history(
            Caller caller,
            @PathVariable String userId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        return coins.history(caller, userId, Page.Request.of(cursor, limit)).map(HistoryResponse::of);
    }

    @PostMapping("/reversals")
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Reverse an allocation",
            description = "Exactly once: a repetition answers with the first reversal. Coins that were spent since are "
                    + "refused, unless the company's settings allow it.")
    ReversalResponse reverse(Caller caller, @RequestBody ReverseRequest request) {
        Coins.Reversal made = coins.reverse(
                caller.company(request.companyId()),
                Fields.text("requestId", request.requestId(), CoinController.LONGEST_ID));
        return new ReversalResponse(Long.toString(made.transfer()), made.requestId(), made.replayed());
    }

    @PostMapping("/burns")
    @Idempotent(Idempotent.Keeping.AFTER_EFFECT)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Reserve coins for spending",
            description = "Soonest to expire first. The same requestId with the same body answers with the same burn.")
    BurnResponse reserve(Caller caller, @RequestBody BurnRequest request) {
        return BurnResponse.of(burns.reserve(caller.company(request.companyId()), request.reservation()));
    }

    @GetMapping("/burns/{burnId}")
    @Operation(summary = "Get a burn")
    BurnResponse burn(
            Caller caller, @PathVariable String burnId, @RequestParam(required = false) @Nullable String companyId) {
        return BurnResponse.of(burns.find(caller.company(companyId), burnId));
    }

    @PostMapping("/burns/{burnId}/commit")
    @Idempotent(Idempotent.Keeping.AFTER_EFFECT)
    @Operation(summary = "Spend reserved coins", description = "All or a part; the rest goes back. Ends the burn.")
    BurnResponse commit(
            Caller caller,
            @PathVariable String burnId,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody(required = false) @Nullable CommitRequest request) {
        Long amount = request == null ? null : request.amount();
        return BurnResponse.of(burns.commit(caller.company(companyId), burnId, amount));
    }

    @PostMapping("/burns/{burnId}/release")
    @Idempotent(Idempotent.Keeping.AFTER_EFFECT)
    @Operation(summary = "Give reserved coins back", description = "Ends the burn.")
    BurnResponse release(
            Caller caller, @PathVariable String burnId, @RequestParam(required = false) @Nullable String companyId) {
        return BurnResponse.of(burns.release(caller.company(companyId), burnId));
    }
}
