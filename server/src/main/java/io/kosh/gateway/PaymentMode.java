package io.kosh.gateway;

import io.kosh.rails.CardKind;

/// The documented ways to pay.
public enum PaymentMode {
    NET_BANKING("NB"),
    UPI("UP"),
    CREDIT_CARD("CC"),
    DEBIT_CARD("DC"),
    PREPAID_CARD("PC"),
    PAY_LATER("PL"),
    WALLET("WA"),
    CORPORATE_CARD("BC");

    private final String feeCode;

    PaymentMode(String feeCode) {
        this.feeCode = feeCode;
    }

    /// The two letters in the keys of surcharges. Those of pay later are ours: no page shows any.
    public String feeCode() {
        return feeCode;
    }

    public boolean isCard() {
        return switch (this) {
            case CREDIT_CARD, DEBIT_CARD, PREPAID_CARD, CORPORATE_CARD -> true;
            case NET_BANKING, UPI, PAY_LATER, WALLET -> false;
        };
    }

    /// The mode of a kind of card.
    public static PaymentMode of(CardKind.Type type) {
        return valueOf(type + "_CARD");
    }
}
