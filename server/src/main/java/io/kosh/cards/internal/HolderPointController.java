package io.kosh.cards.internal;

import io.kosh.cards.internal.HolderPoints.Holding;
import io.kosh.cards.internal.HolderPoints.Lot;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What a holder has in points.
@RestController
@RequestMapping("/api/v1/cards/{enKashCardId}/points")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Point terms")
final class HolderPointController {
    private final HolderPoints points;

    HolderPointController(HolderPoints points) {
        this.points = points;
    }

    /// Points that end together.
    record LotResponse(
            BigDecimal amount,

            @Schema(description = "the first day on which they cannot be spent; null: never") @Nullable
            LocalDate expiresOn) {
        static LotResponse of(Lot lot) {
            return new LotResponse(Amounts.decimal(lot.amount()), lot.expiresOn());
        }
    }

    /// Points that do not count yet.
    record PendingResponse(
            BigDecimal amount, LocalDate startsOn, @Nullable LocalDate expiresOn) {
        static PendingResponse of(PendingPoints points) {
            return new PendingResponse(Amounts.decimal(points.amount()), points.startsOn(), points.expiresOn());
        }
    }

    /// A card's points.
    record PointsResponse(
            String enKashCardId,
            String cardAccountId,
            @Schema(description = "can be spent now") BigDecimal available,

            @Schema(description = "held for what is being bought")
            BigDecimal reserved,

            @Schema(description = "does not count yet") BigDecimal pending,

            @Schema(description = "what ends soonest; null where nothing does") @Nullable
            LotResponse expiringNext,

            @Schema(description = "soonest to end first, what is held included")
            List<LotResponse> lots,

            @Schema(description = "soonest to start first") List<PendingResponse> pendingLots) {
        static PointsResponse of(Holding holding) {
            List<LotResponse> lots =
                    holding.lots().stream().map(LotResponse::of).toList();
            return new PointsResponse(
                    holding.card().id(),
                    holding.card().account().id(),
                    Amounts.decimal(holding.available()),
                    Amounts.decimal(holding.reserved()),
                    Amounts.decimal(holding.pending()),
                    lots.stream()
                            .filter(lot -> lot.expiresOn() != null)
                            .findFirst()
                            .orElse(null),
                    lots,
                    holding.promised().stream().map(PendingResponse::of).toList());
        }
    }

    @GetMapping
    @Operation(summary = "Get a card's points", description = "What can be spent, what is to come, what ends when.")
    PointsResponse get(
            Caller caller,
            @PathVariable String enKashCardId,
            @RequestParam(required = false) @Nullable String companyId) {
        return PointsResponse.of(points.of(caller.company(companyId), enKashCardId));
    }
}
