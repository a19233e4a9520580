package io.kosh.ledger;

/// What an account counts. Amounts are whole minor units: paise for INR, hundredths for points, coins as they are.
public enum Asset {
    INR(2),
    POINT(2),
    COIN(0);

    private final int decimals;

    Asset(int decimals) {
        this.decimals = decimals;
    }

    /// How many of an amount's digits stand behind the decimal point.
    public int decimals() {
        return decimals;
    }
}
