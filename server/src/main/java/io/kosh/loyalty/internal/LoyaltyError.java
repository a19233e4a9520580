package io.kosh.loyalty.internal;

import io.kosh.kernel.ErrorCode;

/// Why the coin routes refuse.
enum LoyaltyError implements ErrorCode {
    COIN_EVENT_UNKNOWN(Kind.NOT_FOUND, "There is no such coin configuration, or none in force for the event."),
    COIN_EVENT_EXISTS(
            Kind.CONFLICT, "The company has an active configuration for this event: change or deactivate it."),
    COIN_EVENT_INACTIVE(Kind.RULE, "The configuration was deactivated and cannot be changed."),
    DEFAULT_IS_THE_PLATFORMS(
            Kind.RULE, "A DEFAULT configuration belongs to the platform company: a company's own is CUSTOM."),
    DEFAULT_READ_ONLY(Kind.FORBIDDEN, "Only the platform company may change its DEFAULT configuration."),
    COIN_EVENT_STAYS(Kind.RULE, "A configuration is never moved to another company."),
    COIN_USER_UNKNOWN(Kind.NOT_FOUND, "There is no such user in the company."),
    COIN_USER_INACTIVE(Kind.RULE, "The user is inactive and can receive nothing."),
    REQUEST_REUSED(Kind.CONFLICT, "The request id was used for another request: send a new one."),
    BUDGET_EXHAUSTED(Kind.RULE, "The configuration's budget does not cover the amount any more."),
    DAILY_CAP_REACHED(Kind.RULE, "The user has reached the configuration's cap of the day."),
    COINS_INSUFFICIENT(Kind.RULE, "The user has not enough available coins."),
    COINS_OVERFLOW(Kind.RULE, "The balance would not fit 64 bits."),
    ALLOCATION_UNKNOWN(Kind.NOT_FOUND, "There is no allocation with this request id in the company."),
    ALLOCATION_EXPIRED(Kind.RULE, "The coins of the allocation have expired: there is nothing to take back."),
    BURN_UNKNOWN(Kind.NOT_FOUND, "There is no such burn in the company."),
    BURN_CLOSED(Kind.CONFLICT, "The burn was committed, released or timed out already."),
    BURN_COMMITTED_OTHERWISE(Kind.CONFLICT, "The burn was committed already, with another amount."),
    BURN_EXCEEDED(Kind.RULE, "More would be committed than was reserved.");

    private final Kind kind;
    private final String meaning;

    LoyaltyError(Kind kind, String meaning) {
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
