package io.kosh.cards.connectors.iso8583;

import io.kosh.cards.DeclineReason;

/// What an answer says in data element 39.
enum ResponseCode {
    APPROVED("00"),
    DO_NOT_HONOUR("05"),
    PARTLY_APPROVED("10"),
    INVALID_TRANSACTION("12"),
    INVALID_AMOUNT("13"),
    INVALID_NUMBER("14"),
    NOTHING_TO_UNDO("21"),
    NOT_FOUND("25"),
    MISFORMED("30"),
    LOST_CARD("41"),
    INSUFFICIENT_FUNDS("51"),
    EXPIRED("54"),
    WRONG_PIN("55"),
    NOT_PERMITTED("57"),
    AMOUNT_LIMIT("61"),
    RESTRICTED("62"),
    COUNT_LIMIT("65"),
    PIN_TRIES("75"),
    NOT_ACTIVATED("78"),
    UNAVAILABLE("91"),
    DUPLICATE("94"),
    MALFUNCTION("96");

    private final String code;

    ResponseCode(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }

    static ResponseCode of(DeclineReason reason) {
        return switch (reason) {
            case CARD_UNKNOWN -> INVALID_NUMBER;
            case CARD_BLOCKED -> LOST_CARD;
            case CARD_EXPIRED, EXPIRY_WRONG -> EXPIRED;
            case CARD_NOT_ACTIVATED -> NOT_ACTIVATED;
            case CARD_LOCKED, ACCOUNT_NOT_ACTIVE, HOLDER_INACTIVE -> RESTRICTED;
            case PIN_REQUIRED, PIN_WRONG, PIN_NOT_SET -> WRONG_PIN;
            case PIN_LOCKED, SECURITY_CODE_LOCKED -> PIN_TRIES;
            case SECURITY_CODE_WRONG -> DO_NOT_HONOUR;
            case CARD_NOT_FOR_PURCHASES,
                    KYC_REQUIRED,
                    TERMS_REQUIRED,
                    CHANNEL_NOT_ALLOWED,
                    INTERNATIONAL_NOT_ALLOWED,
                    CATEGORY_NOT_ALLOWED,
                    HOUR_NOT_ALLOWED,
                    RULE_REFUSED -> NOT_PERMITTED;
            case AMOUNT_LIMIT -> AMOUNT_LIMIT;
            case COUNT_LIMIT -> COUNT_LIMIT;
            case INSUFFICIENT_FUNDS -> INSUFFICIENT_FUNDS;
            case AMOUNT_TOO_LARGE, EXCEEDS_ORIGINAL -> INVALID_AMOUNT;
            case ORIGINAL_UNKNOWN -> NOT_FOUND;
            case ORIGINAL_CLOSED -> NOTHING_TO_UNDO;
            case REVERSED_BEFORE, SOURCE_REUSED -> DUPLICATE;
        };
    }
}
