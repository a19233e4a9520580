package io.kosh.rails.connectors.acquirer;

import io.kosh.rails.NetBankingRail;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailPayment;
import io.kosh.rails.connectors.acquirer.AcquirerWire.Method;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Net banking by the acquirer.
@Component
final class AcquirerNetBankingRail extends AcquirerRail implements NetBankingRail {
    static final String NAME = "net-banking";
    static final String BANK_CODE = "bankCode";

    private final RailLists lists;

    AcquirerNetBankingRail(Acquirer acquirer, RailLists lists) {
        super(NAME, acquirer);
        this.lists = lists;
    }

    @Override
    public RailAnswer begin(RailPayment payment, String bankCode) {
        return acquirer()
                .pay(NAME, "begin", payment, Method.named("NET_BANKING", bankCode), Map.of(BANK_CODE, bankCode));
    }

    @Override
    public List<Bank> banks() {
        return lists.banks();
    }
}
