package io.kosh.cards.internal;

import io.kosh.ledger.Asset;

/// The documented types of card accounts. Rewards and incentives count points, all others rupees. What a type counts is
/// asked when an account is opened; an account that is there tells it itself ([CardAccount#asset]).
enum AccountType {
    RELOADABLE_GPR(Asset.INR),
    CORPORATE(Asset.INR),
    GIFT(Asset.INR),
    MEAL(Asset.INR),
    FUEL(Asset.INR),
    VIRTUAL_ACCOUNT(Asset.INR),
    INVOICE_DISCOUNTING(Asset.INR),
    EMPLOYEE_REWARDS(Asset.POINT),
    CHANNEL_INCENTIVE(Asset.POINT),
    ENKASH_COIN(Asset.INR),
    PETTY_CASH(Asset.INR),
    FREEDOM_REWARDS(Asset.POINT),
    PAYOUT(Asset.INR),
    E_RUPI_VOUCHER(Asset.INR);

    private final Asset asset;

    AccountType(Asset asset) {
        this.asset = asset;
    }

    Asset asset() {
        return asset;
    }
}
