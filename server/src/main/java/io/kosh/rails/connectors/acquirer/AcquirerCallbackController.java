package io.kosh.rails.connectors.acquirer;

import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// Where the acquirer tells what became of payments and refunds.
@RestController
@RouteFamily(value = Envelope.NATIVE, access = Access.PUBLIC)
@Tag(name = "Rails", description = "What banks and acquirers tell by themselves.")
final class AcquirerCallbackController {
    private static final int MOST_BYTES = 1 << 16;

    private final Callbacks callbacks;

    AcquirerCallbackController(Callbacks callbacks) {
        this.callbacks = callbacks;
    }

    record Received(
            @Schema(description = "whether it was understood; what was not is asked for later")
            boolean understood) {}

    @PostMapping("/rails/acquirer/callbacks")
    @Operation(
            summary = "Tell what became of a payment or a refund",
            description = "For the acquirer. The header Acquirer-Signature is t=<seconds since 1970>,v1=<hex of"
                    + " HMAC-SHA256 over those seconds, a full stop and the body>; it is good for five minutes. Answered"
                    + " when it is committed; the same may be told again.")
    Received receive(
            @RequestHeader(name = "Acquirer-Signature", required = false) @Nullable String signature,
            HttpServletRequest request)
            throws IOException {
        // Signed byte by byte, so that it is read as it came. What is cut off fits no signature.
        return new Received(callbacks.take(signature, request.getInputStream().readNBytes(MOST_BYTES)));
    }
}
