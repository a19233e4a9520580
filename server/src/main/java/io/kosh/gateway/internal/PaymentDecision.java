package io.kosh.gateway.internal;

import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentState;
import io.kosh.gateway.internal.Attempt.Method;
import io.kosh.gateway.internal.Attempt.Standing;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailAnswer.NextStep;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What becomes of a payment, and of its order, when something is told of it. Pure: the one place where it is decided,
/// for what rails answer, report and are asked, and for what payers do. Success is final against failure; whatever is
/// told twice, late or against what stands changes nothing but a note.
///
/// @param after    the payment
/// @param orderPaid whether this pays the order
/// @param money    what moves
/// @param giveBack why the money goes back by itself; null where it does not
/// @param note     what was told and changed nothing; null where it says nothing new
record PaymentDecision(
        Attempt after,
        boolean orderPaid,
        Money money,
        Refund.@Nullable Cause giveBack,
        @Nullable String note) {

    /// What moves in the books.
    enum Money {
        NOTHING,
        /// The capture is reserved.
        HOLD,
        /// What was reserved is let go.
        RELEASE,
        /// It is the merchant's, less the fee.
        CAPTURE,
        /// What came stands unapplied until it is given back.
        LATE
    }

    static final String TIMED_OUT = "TIMED_OUT";
    static final String NOT_RECEIVED = "NOT_RECEIVED";
    static final String ANOTHER_AMOUNT = "ANOTHER_AMOUNT";

    private static final NextStep NONE = new NextStep.Await();
    private static final int LONGEST = 200;

    /// Decides.
    ///
    /// @param order how the order stands
    /// @param now   the company's time
    static PaymentDecision of(OrderState order, Attempt payment, Told told, Instant now, PaymentSettings settings) {
        return new Case(order, payment, now, settings).decide(told);
    }

    /// Whether the payment's state moved.
    boolean moved(Attempt before) {
        return before.state() != after.state();
    }

    private record Case(OrderState order, Attempt before, Instant now, PaymentSettings settings) {

        PaymentDecision decide(Told told) {
            return switch (told) {
                case Told.ByRail(String _, RailAnswer answer) -> byRail(answer);
                case Told.Expired(String remark) ->
                    givenUp(PaymentState.FAILED, TIMED_OUT, sentence("The time to pay was over", remark));
                case Told.Cancelled(String remark) ->
                    givenUp(PaymentState.CANCELLED, null, sentence("The payer gave it up", remark));
            };
        }

        private PaymentDecision byRail(RailAnswer answer) {
            return switch (answer) {
                case RailAnswer.Paid paid -> paid(paid);
                case RailAnswer.Authorised(String reference) -> authorised(reference);
                case RailAnswer.Waiting waiting -> waiting(waiting);
                case RailAnswer.Declined(String code, String message) -> declined(code, message);
                case RailAnswer.Unknown() -> unknown();
                case RailAnswer.Unheard(String _, Duration hint) -> askAgain(hint);
            };
        }

        private PaymentDecision paid(RailAnswer.Paid paid) {
            if (before.isReceived()) {
                return paidAgain(paid);
            }
            if (paid.amountMinor() != before.charge().finalAmount()) {
                return anotherAmount(paid, paid.amountMinor());
            }
            boolean open = order.isPayable();
            boolean late = !open || !before.state().isOpen();
            Attempt after = before.stands(
                    new Standing(
                            PaymentState.SUCCESS,
                            withPayer(paid.payer()),
                            paid.railReference(),
                            paid.bankReference(),
                            open ? null : Attempt.UNAPPLIED,
                            open ? "The payment is complete." : "Paid, and given back: the order takes no payment.",
                            NONE,
                            late,
                            null),
                    now);
            if (open) {
                return new PaymentDecision(after, true, Money.CAPTURE, null, null);
            }
            Refund.Cause cause = order == OrderState.PAID ? Refund.Cause.SECOND_PAYMENT : Refund.Cause.ORDER_CLOSED;
            return new PaymentDecision(after, false, Money.LATE, cause, null);
        }

        /// Neither the order's price nor nothing: it pays nothing, whatever the order could take. What came goes back.
        private PaymentDecision anotherAmount(RailAnswer.Paid paid, long amount) {
            PaymentState to = before.state() == PaymentState.CANCELLED ? PaymentState.CANCELLED : PaymentState.FAILED;
            Attempt after = before.stands(
                            new Standing(
                                    to,
                                    withPayer(paid.payer()),
                                    paid.railReference(),
                                    paid.bankReference(),
                                    ANOTHER_AMOUNT,
                                    "The bank took another amount than was asked for. It goes back.",
                                    NONE,
                                    before.late(),
                                    null),
                            now)
                    .received(amount);
            String note = "told as paid with another amount, in paise: " + amount;
            return new PaymentDecision(after, false, Money.LATE, Refund.Cause.ANOTHER_AMOUNT, note);
        }

        /// What came of one payment is in the books once: whoever tells of more, or of something else, has made a
        /// mistake that people have to settle.
        private PaymentDecision paidAgain(RailAnswer.Paid paid) {
            boolean same = paid.bankReference().equals(before.bankReference())
                    && paid.amountMinor() == before.charge().paid();
            return unchanged(
                    same
                            ? null
                            : "told as paid again, as " + paid.bankReference() + ", in paise: " + paid.amountMinor());
        }

        private Method withPayer(@Nullable String payer) {
            Method method = before.method();
            if (payer == null || !method.isLink()) {
                return method;
            }
            // Whose payment it was is told where VPAs are; a link that is paid is never opened again.
            return new Method(
                    method.mode(), method.bankCode(), method.bankName(), null, null, method.holder(), null, payer);
        }

        private PaymentDecision authorised(String reference) {
            return switch (before.state()) {
                case CREATED, PENDING_WITH_BANK ->
                    new PaymentDecision(
                            before.stands(
                                    new Standing(
                                            PaymentState.AUTHORIZED,
                                            before.method(),
                                            reference,
                                            null,
                                            null,
                                            "The payer's bank has set the money aside.",
                                            NONE,
                                            before.late(),
                                            now.plus(settings.pause(0, null))),
                                    now),
                            false,
                            Money.HOLD,
                            null,
                            null);
                case AUTHORIZED -> askAgain(null);
                case SUCCESS, FAILED, CANCELLED, PARTIALLY_REFUNDED, REFUNDED ->
                    unchanged("told as authorised, as it was " + before.state());
            };
        }

        private PaymentDecision waiting(RailAnswer.Waiting waiting) {
            boolean open = before.state() == PaymentState.CREATED || before.state() == PaymentState.PENDING_WITH_BANK;
            if (!open) {
                return askAgain(waiting.askAgainIn());
            }
            if (isOver()) {
                return givenUp(PaymentState.FAILED, TIMED_OUT, "The payment was not completed in time.");
            }
            boolean news =
                    before.state() == PaymentState.CREATED || !waiting.next().equals(before.next());
            if (!news) {
                return askAgain(waiting.askAgainIn());
            }
            return new PaymentDecision(
                    before.stands(
                            new Standing(
                                    PaymentState.PENDING_WITH_BANK,
                                    before.method(),
                                    waiting.railReference(),
                                    null,
                                    null,
                                    message(waiting.next()),
                                    waiting.next(),
                                    before.late(),
                                    now.plus(settings.pause(0, waiting.askAgainIn()))),
                            now),
                    false,
                    Money.NOTHING,
                    null,
                    null);
        }

        private static String message(NextStep next) {
            return switch (next) {
                case NextStep.Await() -> "Waiting for the payer's bank.";
                case NextStep.Visit(var _) -> "Waiting for the payer at the bank's page.";
                case NextStep.GiveOtp(var _) -> "Waiting for the code that the bank has sent.";
            };
        }

        private PaymentDecision declined(String code, String message) {
            return switch (before.state()) {
                case CREATED, PENDING_WITH_BANK, AUTHORIZED ->
                    new PaymentDecision(
                            before.stands(
                                    new Standing(
                                            PaymentState.FAILED,
                                            before.method(),
                                            before.railReference(),
                                            null,
                                            cut(code),
                                            cut(message),
                                            NONE,
                                            before.late(),
                                            null),
                                    now),
                            false,
                            released(),
                            null,
                            null);
                case FAILED, CANCELLED ->
                    before.dueAt() == null
                            ? unchanged(
                                    before.isOfAnotherAmount()
                                            ? "told as declined after another amount came: " + cut(code)
                                            : null)
                            // Now the rail has said so itself: nobody need ask any more.
                            : new PaymentDecision(
                                    before.dueAt(null, before.asked()),
                                    false,
                                    Money.NOTHING,
                                    null,
                                    "the rail confirms: " + cut(code));
                case SUCCESS, PARTIALLY_REFUNDED, REFUNDED ->
                    unchanged("told as declined after it was paid: " + cut(code));
            };
        }

        private Money released() {
            return before.state() == PaymentState.AUTHORIZED ? Money.RELEASE : Money.NOTHING;
        }

        private PaymentDecision unknown() {
            if (before.isReceived() || before.railReference() != null) {
                // The rail had it once: what it does not know any more is not declined.
                return askAgain(null);
            }
            if (before.state() == PaymentState.CREATED) {
                // It may still be on its way: whoever sent it cannot take it back.
                return new PaymentDecision(
                        before.stands(
                                new Standing(
                                        PaymentState.FAILED,
                                        before.method(),
                                        null,
                                        null,
                                        NOT_RECEIVED,
                                        "The payment did not reach the bank.",
                                        NONE,
                                        before.late(),
                                        isOver() ? null : now.plus(settings.pause(0, null))),
                                now),
                        false,
                        Money.NOTHING,
                        null,
                        null);
            }
            return before.state().isOpen() || !isOver() ? askAgain(null) : declined(NOT_RECEIVED, "");
        }

        private PaymentDecision askAgain(@Nullable Duration hint) {
            if (before.isReceived() || (!before.state().isOpen() && before.dueAt() == null)) {
                return unchanged(null);
            }
            if (!now.isBefore(before.createdAt().plus(settings.giveUpAfter()))) {
                return before.state().isOpen()
                        ? declined(TIMED_OUT, "The bank did not say how the payment ended.")
                        : new PaymentDecision(
                                before.dueAt(null, before.asked()), false, Money.NOTHING, null, "no longer asked for");
            }
            return new PaymentDecision(
                    before.dueAt(now.plus(settings.pause(before.asked(), hint)), before.asked() + 1),
                    false,
                    Money.NOTHING,
                    null,
                    null);
        }

        private boolean isOver() {
            Duration most = settings.patience(before.method().mode()).plus(settings.grace());
            return !now.isBefore(before.createdAt().plus(most));
        }

        /// Not the rail's word: it is asked on, because the payer may have paid.
        private PaymentDecision givenUp(PaymentState to, @Nullable String code, String message) {
            return switch (before.state()) {
                case CREATED, PENDING_WITH_BANK ->
                    new PaymentDecision(
                            before.stands(
                                    new Standing(
                                            to,
                                            before.method(),
                                            before.railReference(),
                                            null,
                                            code,
                                            message,
                                            NONE,
                                            before.late(),
                                            before.isReadyLink() ? null : now.plus(settings.pause(0, null))),
                                    now),
                            false,
                            Money.NOTHING,
                            null,
                            null);
                case AUTHORIZED -> unchanged("not " + to + ": the bank has set the money aside");
                case SUCCESS, FAILED, CANCELLED, PARTIALLY_REFUNDED, REFUNDED -> unchanged(null);
            };
        }

        private PaymentDecision unchanged(@Nullable String note) {
            return new PaymentDecision(before, false, Money.NOTHING, null, note);
        }

        private static String sentence(String what, @Nullable String remark) {
            return remark == null || remark.isBlank() ? what + "." : cut(what + ": " + remark + ".");
        }

        private static String cut(String text) {
            return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        }
    }
}
