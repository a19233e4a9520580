package io.kosh.rails.connectors.acquirer;

import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailPayment;
import io.kosh.rails.WalletRail;
import io.kosh.rails.connectors.acquirer.AcquirerWire.Method;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Wallets by the acquirer.
@Component
final class AcquirerWalletRail extends AcquirerRail implements WalletRail {
    static final String NAME = "wallet";
    static final String WALLET_CODE = "walletCode";

    private final RailLists lists;

    AcquirerWalletRail(Acquirer acquirer, RailLists lists) {
        super(NAME, acquirer);
        this.lists = lists;
    }

    @Override
    public RailAnswer begin(RailPayment payment, String walletCode) {
        return acquirer()
                .pay(NAME, "begin", payment, Method.named("WALLET", walletCode), Map.of(WALLET_CODE, walletCode));
    }

    @Override
    public List<Wallet> wallets() {
        return lists.wallets();
    }
}
