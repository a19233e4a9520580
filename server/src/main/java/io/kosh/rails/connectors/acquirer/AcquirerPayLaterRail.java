package io.kosh.rails.connectors.acquirer;

import io.kosh.rails.PayLaterRail;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailPayment;
import io.kosh.rails.connectors.acquirer.AcquirerWire.Method;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Pay later by the acquirer.
@Component
final class AcquirerPayLaterRail extends AcquirerRail implements PayLaterRail {
    static final String NAME = "pay-later";
    static final String OPTION_ID = "optionId";

    private final RailLists lists;

    AcquirerPayLaterRail(Acquirer acquirer, RailLists lists) {
        super(NAME, acquirer);
        this.lists = lists;
    }

    @Override
    public RailAnswer begin(RailPayment payment, String optionId) {
        return acquirer().pay(NAME, "begin", payment, Method.named("PAY_LATER", optionId), Map.of(OPTION_ID, optionId));
    }

    @Override
    public List<Option> options(long amountMinor) {
        return lists.payLater(amountMinor);
    }
}
