package io.kosh.gateway.internal;

import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.Leg;
import io.kosh.ledger.PostingTemplate;
import io.kosh.ledger.SourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The transfers of a refund. Each stands under the refund's id, so that it is made once.
final class RefundPostings {
    /// No refund lives so long: it ends by its rail's word, never by the hold's time.
    private static final Duration HOLD = Duration.ofDays(3650);

    private RefundPostings() {}

    /// Where its money comes from.
    private static AccountRef from(Refund refund) {
        return refund.unapplied() ? GatewayBook.UNAPPLIED : GatewayBook.REFUND_BALANCE;
    }

    /// Sets its money aside.
    static Command hold(Refund refund, Attempt payment, Instant now) {
        PostingTemplate template = refund.unapplied() ? GatewayBook.RETURN : GatewayBook.REFUND;
        return new Command.Hold(
                new SourceKey(template.name(), refund.refundId()),
                request(refund),
                template,
                List.of(Leg.of(from(refund), GatewayBook.AT_RAIL, refund.amountMinor())),
                Map.of(
                        "refundId",
                        refund.refundId(),
                        "paymentId",
                        payment.paymentId(),
                        "cause",
                        refund.cause().name()),
                now.plus(HOLD));
    }

    /// The payer has it.
    static Command capture(Refund refund) {
        return new Command.Capture(
                new SourceKey("gateway.refund-given", refund.refundId()),
                request(refund),
                refund.hold(),
                List.of(),
                Map.of("refundId", refund.refundId()));
    }

    /// It could not be given.
    static Command release(Refund refund) {
        return new Command.Release(
                new SourceKey("gateway.refund-failed", refund.refundId()), request(refund), refund.hold(), false);
    }

    private static String request(Refund refund) {
        return refund.paymentKey() + "\n" + refund.amountMinor() + "\n" + refund.unapplied();
    }
}
