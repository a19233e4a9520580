package io.kosh.gateway.internal;

import io.kosh.gateway.internal.Attempt.Charge;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.Leg;
import io.kosh.ledger.PostingTemplate;
import io.kosh.ledger.SourceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The transfers of a payment. Each stands under the payment's id, so that it is made once.
final class PaymentPostings {
    private static final String AUTHORISE = "gateway.authorise";

    private PaymentPostings() {}

    /// What the reservation of a payment stands under.
    static SourceKey reservation(Attempt payment) {
        return new SourceKey(AUTHORISE, payment.paymentId());
    }

    /// What the merchant's part of a payment stands under.
    static SourceKey capture(Attempt payment) {
        return source(GatewayBook.CAPTURE, payment);
    }

    /// The commands of what was decided.
    ///
    /// @param hold  the transfer that reserved it; null where none did
    /// @param until when a reservation ends by itself
    static List<Command> of(
            PaymentDecision.Money money, Attempt payment, @Nullable Long hold, Instant until, String orderId) {
        Map<String, String> detail = Map.of(
                "paymentId", payment.paymentId(),
                "orderId", orderId,
                "mode", payment.method().mode().name());
        return switch (money) {
            case NOTHING -> List.of();
            case HOLD ->
                List.of(new Command.Hold(
                        reservation(payment),
                        request(payment),
                        GatewayBook.CAPTURE,
                        List.of(Leg.of(
                                GatewayBook.AT_RAIL,
                                GatewayBook.TO_SETTLE,
                                payment.charge().amount())),
                        detail,
                        until));
            case RELEASE -> hold == null ? List.of() : List.of(release(payment, hold));
            case CAPTURE -> captured(payment, hold, detail);
            case LATE -> {
                List<Command> commands = new ArrayList<>();
                if (hold != null) {
                    commands.add(release(payment, hold));
                }
                commands.add(post(
                        GatewayBook.LATE_SUCCESS,
                        payment,
                        Leg.of(
                                GatewayBook.AT_RAIL,
                                GatewayBook.UNAPPLIED,
                                payment.charge().paid()),
                        detail));
                yield List.copyOf(commands);
            }
        };
    }

    /// The merchant's part, moved at once: where nothing reserved it, or the reservation has ended.
    static Command captureAtOnce(Attempt payment, Map<String, String> detail) {
        return post(
                GatewayBook.CAPTURE,
                payment,
                Leg.of(
                        GatewayBook.AT_RAIL,
                        GatewayBook.TO_SETTLE,
                        payment.charge().amount()),
                detail);
    }

    private static List<Command> captured(Attempt payment, @Nullable Long hold, Map<String, String> detail) {
        List<Command> commands = new ArrayList<>();
        commands.add(
                hold == null
                        ? captureAtOnce(payment, detail)
                        : new Command.Capture(capture(payment), request(payment), hold, List.of(), detail));
        Charge charge = payment.charge();
        List<Part> parts = List.of(
                new Part(GatewayBook.SURCHARGE, GatewayBook.AT_RAIL, GatewayBook.SURCHARGES, charge.surcharge()),
                new Part(GatewayBook.SURCHARGE_GST, GatewayBook.AT_RAIL, GatewayBook.GST, charge.surchargeGst()),
                new Part(GatewayBook.FEE, GatewayBook.TO_SETTLE, GatewayBook.FEES, charge.mdr()),
                new Part(GatewayBook.FEE_GST, GatewayBook.TO_SETTLE, GatewayBook.GST, charge.mdrGst()));
        for (Part part : parts) {
            if (part.amount() > 0) {
                Leg leg = Leg.of(part.debit(), part.credit(), part.amount());
                commands.add(post(part.template(), payment, leg, Map.of("paymentId", payment.paymentId())));
            }
        }
        return List.copyOf(commands);
    }

    private record Part(PostingTemplate template, AccountRef debit, AccountRef credit, long amount) {}

    private static Command post(PostingTemplate template, Attempt payment, Leg leg, Map<String, String> detail) {
        return new Command.Post(
                source(template, payment), request(payment), template, List.of(leg), List.of(), detail, false);
    }

    private static Command release(Attempt payment, long hold) {
        return new Command.Release(
                new SourceKey("gateway.release", payment.paymentId()), request(payment), hold, false);
    }

    private static SourceKey source(PostingTemplate template, Attempt payment) {
        return new SourceKey(template.name(), payment.paymentId());
    }

    /// What must be the same where a transfer of a payment is made again.
    static String request(Attempt payment) {
        Charge charge = payment.charge();
        return payment.orderKey() + "\n" + charge.amount() + "\n" + charge.surcharge() + "\n" + charge.surchargeGst()
                + "\n" + charge.mdr() + "\n" + charge.mdrGst();
    }
}
