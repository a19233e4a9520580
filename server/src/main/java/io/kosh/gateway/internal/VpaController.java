package io.kosh.gateway.internal;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.rails.UpiLink;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Whose a VPA is. Of all calls under `/pay` the one that needs a token.
@RestController
@RouteFamily(Envelope.GATEWAY)
@Tag(name = "Payments", description = "Attempts to pay an order, which the documents call transactions.")
final class VpaController {
    private static final int LONGEST = PaymentController.LONGEST_ID;
    private static final int LONGEST_VPA = 255;

    private final Merchants merchants;
    private final Checkout checkout;

    VpaController(Merchants merchants, Checkout checkout) {
        this.merchants = merchants;
        this.checkout = checkout;
    }

    /// The VPA of somebody who is about to pay.
    @Schema(name = "VerifyVpaRequest")
    record VerifyRequest(
            @Schema(
                    example = "RANDOMID123",
                    description = "the merchant's own id of an order",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String merchantOrderId,

            @Schema(description = "the merchant's access key", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String merchantIdentifierKey,

            @Schema(example = "success@kosh", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String vpa) {
        VerifyRequest {
            Fields.text("merchantOrderId", merchantOrderId, CheckoutOrder.LONGEST_MERCHANT_ID);
            Fields.text("merchantIdentifierKey", merchantIdentifierKey, LONGEST);
            if (!UpiLink.isVpa(Fields.text("vpa", vpa, LONGEST_VPA).strip())) {
                throw Fields.invalid("vpa", "must be a VPA such as name@bank");
            }
        }
    }

    /// @param name of the account's holder
    @Schema(name = "VerifyVpaResponse")
    record VerifyResponse(String name) {}

    @PostMapping(
            path = "/pay/charge/verify-vpa",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Verify UPI VPA",
            description = "The name of the account behind a VPA." + " Also known as Verify VPA.")
    VerifyResponse verify(Caller caller, @RequestBody VerifyRequest request) {
        String key = Fields.text("merchantIdentifierKey", request.merchantIdentifierKey(), LONGEST);
        merchants.of(caller, key);
        String vpa = Fields.text("vpa", request.vpa(), LONGEST_VPA).strip();
        String name = checkout.payerName(
                key, Fields.text("merchantOrderId", request.merchantOrderId(), CheckoutOrder.LONGEST_MERCHANT_ID), vpa);
        if (name == null) {
            throw Refusal.ofField(GatewayError.VPA_UNKNOWN, "vpa", GatewayError.VPA_UNKNOWN.meaning());
        }
        return new VerifyResponse(name);
    }
}
