package io.kosh.webhooks.internal;

import io.kosh.kernel.ErrorCode;

/// Why a call about webhooks is refused.
enum WebhookError implements ErrorCode {
    WEBHOOK_UNKNOWN(Kind.NOT_FOUND, "There is no such webhook endpoint, or it was deleted."),
    WEBHOOK_DATA_UNKNOWN(Kind.NOT_FOUND, "The company has no webhook configuration: create one first."),
    WEBHOOK_LIMIT(Kind.RULE, "The company has as many webhook endpoints as it may: delete one first."),
    WEBHOOK_ADDRESS_REFUSED(
            Kind.RULE,
            "The address is not https, or not one that deliveries may go to: in the live profile it must be public."),
    WEBHOOK_OF_ORDERS(
            Kind.RULE,
            "The endpoint stands for the addresses that single orders name: it has none of its own to change or to"
                    + " test, and cannot be deleted."),
    WEBHOOK_OFF(Kind.CONFLICT, "The endpoint is disabled: resume it first."),
    WEBHOOK_BUSY(
            Kind.UNAVAILABLE,
            "As many deliveries of the endpoint or the company are under way as may be: try again after Retry-After"
                    + " seconds."),
    DELIVERY_UNKNOWN(Kind.NOT_FOUND, "There is no such delivery, or it was forgotten after its time."),
    DELIVERY_UNDER_WAY(Kind.CONFLICT, "The delivery has not ended yet: look it up in the log."),
    REPLAY_TOO_LARGE(Kind.RULE, "More deliveries match than one call replays: narrow the range or the filter.");

    private final Kind kind;
    private final String meaning;

    WebhookError(Kind kind, String meaning) {
        this.kind = kind;
        this.meaning = meaning;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
