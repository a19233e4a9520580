package io.kosh.rails.connectors.acquirer;

import io.kosh.kernel.CompanyKey;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailPayment;
import io.kosh.rails.UpiRail;
import io.kosh.rails.connectors.acquirer.AcquirerWire.Method;
import io.kosh.rails.connectors.acquirer.RailCalls.Call;
import io.kosh.rails.connectors.acquirer.RailCalls.Otherwise;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// UPI by the acquirer.
@Component
final class AcquirerUpiRail extends AcquirerRail implements UpiRail {
    static final String NAME = "upi";
    static final String VPA = "vpa";

    private static final Otherwise<VpaAnswer> VERIFYING =
            new Otherwise<>((reason, _) -> new VpaAnswer.Unheard(reason), null);

    AcquirerUpiRail(Acquirer acquirer) {
        super(NAME, acquirer);
    }

    @Override
    public boolean isThere() {
        return super.isThere() && acquirer().client().vpaHandle() != null;
    }

    @Override
    public RailAnswer collect(RailPayment payment, String vpa) {
        return acquirer().pay(NAME, "collect", payment, Method.collect(vpa), Map.of(VPA, vpa));
    }

    @Override
    public RailAnswer expect(RailPayment payment) {
        return acquirer().pay(NAME, "expect", payment, Method.link(), Map.of());
    }

    @Override
    public String payeeVpa(String merchant) {
        String handle = acquirer().client().vpaHandle();
        if (handle == null) {
            throw new IllegalStateException("kosh.acquirer.vpa-handle is not set: there is no UPI");
        }
        return merchant.toLowerCase(Locale.ROOT) + "@" + handle;
    }

    @Override
    public VpaAnswer verify(CompanyKey company, String vpa) {
        AcquirerClient client = acquirer().client();
        return acquirer()
                .calls()
                .make(
                        new Call(company, NAME, "verify", null, Map.of(VPA, vpa)),
                        // A question has no effect that a key could make one.
                        () -> client.post(
                                "/vpas/verify",
                                UUID.randomUUID().toString(),
                                new AcquirerWire.Vpa(vpa),
                                AcquirerWire::vpa,
                                (reason, _) -> new VpaAnswer.Unheard(reason)),
                        VERIFYING);
    }
}
