package io.kosh.rails.connectors.acquirer;

import io.kosh.kernel.CompanyKey;
import io.kosh.rails.PaymentRail;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RefundAnswer;

/// A rail of the acquirer's, by its name.
abstract class AcquirerRail implements PaymentRail {
    private final String name;
    private final Acquirer acquirer;

    AcquirerRail(String name, Acquirer acquirer) {
        this.name = name;
        this.acquirer = acquirer;
    }

    final Acquirer acquirer() {
        return acquirer;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public boolean isThere() {
        return acquirer.client().isThere();
    }

    @Override
    public final RailAnswer find(CompanyKey company, String reference) {
        return acquirer.find(name, company, reference);
    }

    @Override
    public final RefundAnswer refund(RailRefund refund) {
        return acquirer.refund(name, refund);
    }

    @Override
    public final RefundAnswer findRefund(CompanyKey company, String refundReference) {
        return acquirer.findRefund(name, company, refundReference);
    }
}
