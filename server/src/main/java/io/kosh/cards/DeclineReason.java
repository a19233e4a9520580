package io.kosh.cards;

/// Why a card may not pay. Beside each the response code of ISO 8583 (DE39) that says nearest to it.
public enum DeclineReason {
    /// The company has no such card (14).
    CARD_UNKNOWN("Invalid card number"),
    /// The card carries points, which only buy vouchers (57).
    CARD_NOT_FOR_PURCHASES("Card is not for purchases"),
    /// The card waits for its activation (78).
    CARD_NOT_ACTIVATED("Card is not activated"),
    /// Locked by its holder or company for a time (62).
    CARD_LOCKED("Card is locked"),
    /// Blocked for good (41).
    CARD_BLOCKED("Card is blocked"),
    /// Past its last month (54).
    CARD_EXPIRED("Card has expired"),
    /// The request says another expiry than the card has (54).
    EXPIRY_WRONG("Expiry date does not match"),
    /// The card's account may not be spent from (62).
    ACCOUNT_NOT_ACTIVE("Card account is not active"),
    /// The holder is inactive (62).
    HOLDER_INACTIVE("Card holder is inactive"),
    /// The holder has not been identified as this type of card needs (57).
    KYC_REQUIRED("KYC is required"),
    /// The holder has not accepted the terms (57).
    TERMS_REQUIRED("Terms and conditions are not accepted"),
    /// No PIN was shown where one is needed (55).
    PIN_REQUIRED("PIN is required"),
    /// (55)
    PIN_WRONG("Incorrect PIN"),
    /// Wrong too often (75).
    PIN_LOCKED("PIN tries exceeded"),
    /// The card has no PIN yet (55).
    PIN_NOT_SET("PIN is not set"),
    /// The three digits on the back are others (05).
    SECURITY_CODE_WRONG("Incorrect CVV"),
    /// Wrong too often today (75).
    SECURITY_CODE_LOCKED("CVV tries exceeded"),
    /// The channel is switched off (57).
    CHANNEL_NOT_ALLOWED("Transaction channel is not allowed"),
    /// Use outside India is switched off (57).
    INTERNATIONAL_NOT_ALLOWED("International usage is not allowed"),
    /// The merchant's category is not one that the card is for (57).
    CATEGORY_NOT_ALLOWED("Merchant category is not allowed"),
    /// Not at this hour (57).
    HOUR_NOT_ALLOWED("Transaction is not allowed at this hour"),
    /// A rule of the company (57).
    RULE_REFUSED("Refused by a rule of the company"),
    /// An amount, of one purchase or in a period, would be passed (61).
    AMOUNT_LIMIT("Amount limit exceeded"),
    /// A number of purchases in a period would be passed (65).
    COUNT_LIMIT("Count limit exceeded"),
    /// The card has less (51).
    INSUFFICIENT_FUNDS("Insufficient balance in card"),
    /// The amount is more than a balance can hold (13).
    AMOUNT_TOO_LARGE("Amount is too large"),
    /// It was reversed before it came (94).
    REVERSED_BEFORE("Transaction was reversed before it came"),
    /// There is no such authorisation (25).
    ORIGINAL_UNKNOWN("Original transaction is not found"),
    /// The authorisation was declined, cleared, reversed or given back, and there is nothing left of it (21).
    ORIGINAL_CLOSED("Original transaction is closed"),
    /// More than is left of the original (13).
    EXCEEDS_ORIGINAL("Amount exceeds the original transaction"),
    /// The source stands for another request (94).
    SOURCE_REUSED("Reference was used for another request");

    private final String message;

    DeclineReason(String message) {
        this.message = message;
    }

    /// For people.
    public String message() {
        return message;
    }
}
