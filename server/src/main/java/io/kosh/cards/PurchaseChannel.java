package io.kosh.cards;

/// How a card is shown.
public enum PurchaseChannel {
    /// In a terminal, by chip or stripe.
    POS,
    /// By its number, far away.
    ONLINE,
    /// In a cash machine.
    ATM,
    /// Held to a terminal.
    CONTACTLESS
}
