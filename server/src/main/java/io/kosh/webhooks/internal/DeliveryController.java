package io.kosh.webhooks.internal;

import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.kosh.webhooks.internal.Delivery.Attempt;
import io.kosh.webhooks.internal.Delivery.Filter;
import io.kosh.webhooks.internal.Delivery.State;
import io.kosh.webhooks.internal.DeliveryLog.Logged;
import io.kosh.webhooks.internal.DeliveryLog.Whole;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
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

/// What was sent, byte by byte, and sending it again.
@RestController
@RequestMapping("/api/v1/webhooks")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Webhook deliveries", description = "Native: delivery log, replay, test, and help with signatures.")
final class DeliveryController {
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_TYPE = 100;
    /// Some resources are named by those who make them.
    private static final int LONGEST_RESOURCE = 255;
    private static final int MOST_IDS = 1000;

    private final DeliveryLog log;

    DeliveryController(DeliveryLog log) {
        this.log = log;
    }

    /// A delivery in the log.
    @Schema(name = "WebhookDelivery")
    record DeliveryResponse(
            String deliveryId,
            String endpointId,
            String eventId,
            String type,
            String resourceType,
            String resourceId,
            long sequence,
            State state,

            @Schema(description = "what went wrong last") @Nullable
            String reason,

            int attempts,
            Instant createdAt,

            @Schema(description = "the next try, while it is pending") @Nullable
            Instant nextAttemptAt,

            @Nullable Instant endedAt,

            @Schema(description = "the delivery that this one repeats") @Nullable
            String replayOf,

            @Schema(description = "the request that it came from, where it came from one alone") @Nullable
            String requestId) {
        static DeliveryResponse of(Logged logged) {
            Delivery delivery = logged.delivery();
            Long replayOf = delivery.replayOf();
            return new DeliveryResponse(
                    Long.toString(delivery.id()),
                    logged.endpointId(),
                    delivery.eventId(),
                    delivery.type(),
                    delivery.subject().resourceType(),
                    delivery.subject().resourceId(),
                    delivery.subject().sequence(),
                    delivery.state(),
                    delivery.reason(),
                    delivery.attempts(),
                    delivery.createdAt(),
                    delivery.state() == State.PENDING ? delivery.dueAt() : null,
                    delivery.endedAt(),
                    replayOf == null ? null : Long.toString(replayOf),
                    delivery.requestId());
        }
    }

    /// One try.
    ///
    /// @param requestHeaders as JSON; of static headers the names only
    @Schema(name = "WebhookAttempt")
    record AttemptResponse(
            Instant at,
            long webhookTimestamp,
            String url,
            String requestHeaders,
            String requestBody,
            @Nullable Integer status,
            @Nullable String responseHeaders,

            @Schema(description = "the first 4096 bytes, read as UTF-8") @Nullable
            String responseBody,

            @Schema(description = "the same bytes in base64") @Nullable
            String responseBodyBase64,

            long micros,
            @Schema(description = "DELIVERED, or why not") String outcome,
            String detail) {
        static AttemptResponse of(Delivery delivery, Attempt attempt) {
            byte[] body = attempt.responseBody();
            return new AttemptResponse(
                    attempt.at(),
                    attempt.signedAt(),
                    attempt.url(),
                    attempt.requestHeaders(),
                    Objects.requireNonNullElse(attempt.requestBody(), delivery.body()),
                    attempt.status(),
                    attempt.responseHeaders(),
                    body == null ? null : new String(body, StandardCharsets.UTF_8),
                    body == null ? null : Base64.getEncoder().encodeToString(body),
                    attempt.micros(),
                    attempt.outcome(),
                    attempt.detail());
        }
    }

    /// A delivery with its body and every try.
    @Schema(name = "WebhookDeliveryDetail")
    record DetailResponse(DeliveryResponse delivery, String body, List<AttemptResponse> tries) {
        static DetailResponse of(Whole whole) {
            Delivery delivery = whole.logged().delivery();
            return new DetailResponse(
                    DeliveryResponse.of(whole.logged()),
                    delivery.body(),
                    whole.attempts().stream()
                            .map(attempt -> AttemptResponse.of(delivery, attempt))
                            .toList());
        }
    }

    /// Which deliveries to send once more: all that match every part that is given.
    record ReplayRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Nullable List<String> deliveryIds,
            @Nullable String endpointId,
            @Nullable String eventId,
            @Schema(example = "coins.allocated") @Nullable String type,

            @Nullable String resourceId,

            @Schema(description = "DELIVERED or FAILED", example = "FAILED") @Nullable
            State state,

            @Schema(description = "created from this moment on", example = "2026-11-22T00:00:00Z") @Nullable
            Instant from,

            @Schema(description = "created before this moment", example = "2026-11-23T00:00:00Z") @Nullable
            Instant to) {
        ReplayRequest {
            checkFilter(endpointId, eventId, type, resourceId);
            if (deliveryIds != null) {
                Fields.items("deliveryIds", deliveryIds, 1, MOST_IDS)
                        .forEach(id -> Fields.text("deliveryIds", id, LONGEST_ID));
            }
        }

        Filter filter() {
            return new Filter(
                    null,
                    eventId,
                    type,
                    resourceId,
                    state,
                    from,
                    to,
                    deliveryIds == null
                            ? null
                            : deliveryIds.stream().map(DeliveryLog::id).toList());
        }
    }

    record ReplayResponse(
            @Schema(description = "new deliveries") int replayed) {}

    @GetMapping("/deliveries")
    @Operation(summary = "List webhook deliveries", description = "Newest first, by endpoint, event, state and time.")
    Page<DeliveryResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String endpointId,
            @RequestParam(required = false) @Nullable String eventId,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String resourceId,
            @RequestParam(required = false) @Nullable State state,
            @Parameter(description = "created from this moment on") @RequestParam(required = false) @Nullable
                    String from,
            @Parameter(description = "created before this moment") @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        checkFilter(endpointId, eventId, type, resourceId);
        Filter filter =
                new Filter(null, eventId, type, resourceId, state, moment("from", from), moment("to", to), null);
        return log.list(caller.company(companyId), endpointId, filter, Page.Request.of(cursor, limit))
                .map(DeliveryResponse::of);
    }

    private static void checkFilter(
            @Nullable String endpointId, @Nullable String eventId, @Nullable String type, @Nullable String resourceId) {
        Fields.optionalText("endpointId", endpointId, LONGEST_ID);
        Fields.optionalText("eventId", eventId, LONGEST_ID);
        Fields.optionalText("type", type, LONGEST_TYPE);
        Fields.optionalText("resourceId", resourceId, LONGEST_RESOURCE);
    }

    private static @Nullable Instant moment(String field, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw Fields.invalid(field, "must be a moment such as 2026-11-22T00:00:00Z");
        }
    }

    @GetMapping("/deliveries/{deliveryId}")
    @Operation(
            summary = "Get a webhook delivery",
            description = "With every try: the request's and the answer's bytes, and when the next one is due.")
    DetailResponse find(
            Caller caller,
            @PathVariable String deliveryId,
            @RequestParam(required = false) @Nullable String companyId) {
        return DetailResponse.of(log.find(caller.company(companyId), deliveryId));
    }

    @PostMapping("/deliveries/{deliveryId}/replay")
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Replay a webhook delivery",
            description = "A new delivery of the same event to the same endpoint, with its own secret.")
    DeliveryResponse replay(
            Caller caller,
            @PathVariable String deliveryId,
            @RequestParam(required = false) @Nullable String companyId) {
        return DeliveryResponse.of(log.replay(caller.company(companyId), deliveryId));
    }

    @PostMapping("/replays")
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Replay webhook deliveries",
            description = "By ids, by range of time, by filter: all that have ended and match, at most 10,000, to "
                    + "endpoints that are enabled or paused.")
    ReplayResponse replayAll(Caller caller, @RequestBody ReplayRequest request) {
        return new ReplayResponse(
                log.replayAll(caller.company(request.companyId()), request.endpointId(), request.filter()));
    }

    @PostMapping("/{endpointId}/test")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Test a webhook endpoint",
            description = "Sends webhooks.test at once, whatever the endpoint listens to, and answers with the try.")
    DetailResponse test(
            Caller caller,
            @PathVariable String endpointId,
            @RequestParam(required = false) @Nullable String companyId) {
        return DetailResponse.of(log.test(caller.company(companyId), endpointId));
    }
}
