package io.kosh.cards.internal;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kosh.cards.internal.CardSearchController.Status;
import io.kosh.cards.internal.PlasticOrder.Story;
import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Plastic for cards with a number: ordered, followed, activated.
@RestController
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Physical cards", description = "Plastic: ordered, printed, dispatched, delivered, activated.")
final class PlasticController {
    private static final int LONGEST_ID = CardAccountController.LONGEST_ID;

    private final PlasticOrders orders;
    private final CardOtps otps;

    PlasticController(PlasticOrders orders, CardOtps otps) {
        this.orders = orders;
        this.otps = otps;
    }

    /// A virtual card that is to be made of plastic, too.
    record PhysicalRequest(
            @Schema(example = "CEKEP5GSGP", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId,

            @Schema(example = "CABFIPS", description = "checked where given") @Nullable
            String cardAccountId,

            @Schema(example = "EKCMB7KAEW", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("enkashCardId")
            String enKashCardId,

            @Schema(example = "test", description = "absent: the address that the card was made with") @Nullable
            String deliveryAddress,

            @Schema(example = "test") @Nullable String deliveryAddress2,
            @Schema(example = "test") @Nullable String deliveryCity,
            @Schema(example = "test") @Nullable String deliveryState,
            @Schema(example = "test") @Nullable String deliveryCountry,
            @Schema(example = "323309") @Nullable String deliveryPincode) {
        PhysicalRequest {
            Fields.text("companyId", companyId, LONGEST_ID);
            Fields.optionalText("cardAccountId", cardAccountId, LONGEST_ID);
            Fields.text("enKashCardId", enKashCardId, LONGEST_ID);
            PostalAddress address = PostalAddress.read(
                    new PostalAddress(
                            deliveryAddress,
                            deliveryAddress2,
                            deliveryCity,
                            deliveryState,
                            deliveryCountry,
                            deliveryPincode),
                    PostalAddress.Names.DELIVERY);
            if (deliveryAddress != null) {
                address.complete(PostalAddress.Names.DELIVERY);
            }
        }

        @Nullable
        PostalAddress delivery() {
            return deliveryAddress == null
                    ? null
                    : new PostalAddress(
                            deliveryAddress,
                            deliveryAddress2,
                            deliveryCity,
                            deliveryState,
                            deliveryCountry,
                            deliveryPincode);
        }

        @Override
        public String toString() {
            return "an order of plastic";
        }
    }

    /// A card with its order.
    record PhysicalResponse(
            @Schema(example = "EKCMB7KAEW") String enKashCardId,
            @Schema(example = "CABFIPS") String cardAccountId,
            @Schema(example = "2004 01XX XXXX XX87") String maskedNumber,
            Status cardStatus,
            @Schema(example = "1") String physicalOrderId,
            @Schema(example = "ORDERED") PlasticState physicalCardStatus) {
        static PhysicalResponse of(Story story) {
            Card card = story.card();
            return new PhysicalResponse(
                    card.id(),
                    card.account().id(),
                    card.maskedNumber(),
                    new Status(card.state().code(), card.state().label()),
                    Long.toString(story.order().key()),
                    story.order().state());
        }
    }

    /// An order with what happened to it.
    record OrderResponse(
            @Schema(example = "1") String physicalOrderId,
            @Schema(example = "EKCMB7KAEW") String enKashCardId,
            @Schema(example = "2004 01XX XXXX XX87") String maskedNumber,
            CardState cardState,
            PlasticState state,
            Instant orderedAt,
            List<MoveResponse> moves) {
        static OrderResponse of(Story story) {
            return new OrderResponse(
                    Long.toString(story.order().key()),
                    story.card().id(),
                    story.card().maskedNumber(),
                    story.card().state(),
                    story.order().state(),
                    story.order().orderedAt(),
                    story.moves().stream()
                            .map(move -> new MoveResponse(move.from(), move.to(), move.actor(), move.at()))
                            .toList());
        }
    }

    /// One thing that happened to an order.
    record MoveResponse(@Nullable PlasticState from, PlasticState to, String actor, Instant at) {}

    /// Where those who print and carry plastic say that it is.
    enum Progress {
        PRINTED,
        DISPATCHED,
        DELIVERED,
        CANCELLED
    }

    /// A step of an order.
    record MoveRequest(
            @Schema(example = "PRINTED", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Progress state) {
        MoveRequest {
            Fields.present("state", state);
        }
    }

    /// The holder has the plastic, and was asked by one-time code.
    record ActivateRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(example = "MOBILE") @Nullable String otpMedium,
            @Nullable String otpRequestId,
            @Nullable String otp,
            @Nullable String mfaCode,

            @Schema(example = "false", description = "false where the partner is exempt; absent: true") @Nullable
            Boolean otpRequired) {
        ActivateRequest {
            Fields.optionalText("companyId", companyId, LONGEST_ID);
            new OtpAnswer(otpMedium, otpRequestId, otp, mfaCode, otpRequired);
        }

        OtpAnswer answer() {
            return new OtpAnswer(otpMedium, otpRequestId, otp, mfaCode, otpRequired);
        }

        @Override
        public String toString() {
            return "an activation";
        }
    }

    @PostMapping(
            path = "/api/v0/partner/enKashCard/physical",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @RouteFamily(Envelope.CARD)
    @Idempotent
    @Operation(
            summary = "Order Physical Card",
            description =
                    "Orders plastic for a card that is virtual. Where there is some already, or it is on its way, it "
                            + "is HTTP 200 with code 1."
                            + " Also known as Physical Card.",
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "name-only")))
    PhysicalResponse order(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody PhysicalRequest request) {
        PartnerHeader.read(partnerId);
        String cardId = Fields.text("enKashCardId", request.enKashCardId(), LONGEST_ID);
        return PhysicalResponse.of(orders.order(
                caller.requiredCompany(request.companyId()),
                request.cardAccountId(),
                cardId,
                request.delivery(),
                caller.actor()));
    }

    @GetMapping("/api/v1/cards/{enKashCardId}/physical-order")
    @Operation(summary = "Follow the plastic of a card", description = "The order with all that happened to it.")
    OrderResponse find(
            Caller caller,
            @PathVariable String enKashCardId,
            @RequestParam(required = false) @Nullable String companyId) {
        return OrderResponse.of(orders.find(caller.company(companyId), enKashCardId));
    }

    @PostMapping("/api/v1/cards/{enKashCardId}/physical-order/moves")
    @RouteFamily(value = Envelope.NATIVE, access = Access.OPERATOR)
    @Operation(
            summary = "Tell where the plastic of a card is",
            description = "For those who print and carry it: printed, dispatched, delivered, in this order; cancelled "
                    + "at any time.")
    OrderResponse move(
            Caller caller,
            @PathVariable String enKashCardId,
            @RequestParam String companyId,
            @RequestBody MoveRequest request) {
        PlasticState to =
                PlasticState.valueOf(Fields.present("state", request.state()).name());
        return OrderResponse.of(orders.move(caller.requiredCompany(companyId), enKashCardId, to, caller.actor()));
    }

    @PostMapping("/api/v1/cards/{enKashCardId}/physical-order/activation")
    @Operation(
            summary = "Activate the plastic of a card",
            description =
                    "The holder has it and was asked by one-time code. A card that was made with its plastic can be "
                            + "used from now on.")
    OrderResponse activate(Caller caller, @PathVariable String enKashCardId, @RequestBody ActivateRequest request) {
        CompanyRef company = caller.company(request.companyId());
        Card card = orders.activatable(company, enKashCardId);
        otps.require(company, card, request.answer(), CardAction.ACTIVATE_CARD);
        return OrderResponse.of(orders.activate(company, enKashCardId, caller.actor()));
    }
}
