package io.kosh.rails;

import java.util.List;

/// Payments from wallets.
public interface WalletRail extends PaymentRail {

    /// Sends the payer to the wallet.
    RailAnswer begin(RailPayment payment, String walletCode);

    /// The wallets that can be chosen.
    List<Wallet> wallets();

    /// @param code such as `PAYTM`
    record Wallet(String code, String name) {}
}
