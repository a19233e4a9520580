package io.kosh.rails.counterpart;

import io.kosh.rails.SandboxBank.Kind;
import io.kosh.rails.counterpart.Course.Status;
import io.kosh.rails.counterpart.Course.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A payment as the sandbox's acquirer has it.
///
/// @param bill what was asked for
/// @param way  where it goes by itself
/// @param say  what is said of it
/// @param lost whether the answer to the call that asked for it gets lost
record SamplePayment(Bill bill, Status status, Awaits awaits, Way way, Say say, Tries tries, boolean lost) {

    /// What was asked for.
    ///
    /// @param with  VPA, code, or last digits of a card
    record Bill(
            String reference,
            String id,
            String token,
            String merchant,
            Kind kind,
            String with,
            String payee,
            String note,
            long amountMinor,
            Instant endsAt,
            @Nullable String returnUrl) {
        Bill paidWith(String payer) {
            return new Bill(reference, id, token, merchant, kind, payer, payee, note, amountMinor, endsAt, returnUrl);
        }
    }

    /// Who has to do something.
    enum Awaits {
        PAYER,
        OTP,
        NOBODY
    }

    /// @param step   of the course that comes next
    /// @param stepAt when; null for never
    record Way(Course course, int step, @Nullable Instant stepAt) {
        static Way begin(Course course, Instant from) {
            return at(course, 0, from);
        }

        private static Way at(Course course, int step, Instant from) {
            List<Step> steps = course.steps();
            return new Way(
                    course,
                    step,
                    step < steps.size() ? from.plus(steps.get(step).after()) : null);
        }

        Way next(Instant from) {
            return at(course, step + 1, from);
        }
    }

    record Say(String code, String message, String bankReference) {}

    /// @param left how many codes may still be tried
    /// @param sent how many were sent
    record Tries(int left, int sent) {}

    private static final Duration SEEN_BY_APP = Duration.ofSeconds(1);
    private static final int MOST_TRIES = 3;

    /// A payment that begins.
    static SamplePayment begin(Bill bill, MagicValues.Magic magic, Instant now) {
        boolean lost = magic.way() == MagicValues.Way.UNHEARD;
        return switch (magic.way()) {
            case ASKED ->
                new SamplePayment(
                        bill,
                        Status.PENDING,
                        Awaits.PAYER,
                        Way.begin(Course.EXPIRED, bill.endsAt()),
                        new Say("", "The payer was asked.", ""),
                        new Tries(MOST_TRIES, 1),
                        lost);
            case OTP ->
                new SamplePayment(
                        bill,
                        Status.PENDING,
                        Awaits.OTP,
                        Way.begin(Course.EXPIRED, bill.endsAt()),
                        new Say("", "The bank has sent a code.", ""),
                        new Tries(MOST_TRIES, 1),
                        lost);
            case AT_ONCE, UNHEARD -> {
                boolean app = bill.kind() == Kind.UPI_COLLECT || bill.kind() == Kind.UPI_LINK;
                yield new SamplePayment(
                        bill,
                        Status.PENDING,
                        Awaits.NOBODY,
                        // No app answers within the call that asks it.
                        Way.begin(magic.course(), app ? now.plus(SEEN_BY_APP) : now),
                        new Say("", "The bank is at work.", ""),
                        new Tries(0, 0),
                        lost);
            }
        };
    }

    /// As it is told to who asks again.
    SamplePayment heard() {
        return new SamplePayment(bill, status, awaits, way, say, tries, false);
    }

    /// Goes on as the payer, or the bank, decided.
    SamplePayment take(Course course, Instant now) {
        return new SamplePayment(
                bill,
                status,
                Awaits.NOBODY,
                Way.begin(course, now),
                new Say("", "The bank is at work.", ""),
                tries,
                lost);
    }

    SamplePayment paidWith(String payer) {
        return new SamplePayment(bill.paidWith(payer), status, awaits, way, say, tries, lost);
    }

    SamplePayment tried(Tries now) {
        return new SamplePayment(bill, status, awaits, way, say, now, lost);
    }

    /// Whether a step is due.
    boolean isDue(Instant now) {
        return way.stepAt() != null && !way.stepAt().isAfter(now);
    }

    /// One step further.
    ///
    /// @param bankReference what the bank calls it where it pays now
    SamplePayment step(Instant now, String bankReference) {
        Step step = way.course().steps().get(way.step());
        boolean declined = step.status() == Status.DECLINED;
        boolean paid = step.status() == Status.PAID;
        return new SamplePayment(
                bill,
                step.status(),
                Awaits.NOBODY,
                way.next(now),
                new Say(
                        declined ? way.course().code(bill.kind()) : "",
                        paid ? Course.PAID.message() : declined ? way.course().message() : say.message(),
                        paid ? bankReference : say.bankReference()),
                tries,
                lost);
    }

    /// Where a payer sees it, below the server's own address; null where it is asked for elsewhere.
    @Nullable
    String page() {
        return awaits != Awaits.PAYER
                ? null
                : switch (bill.kind()) {
                    case UPI_COLLECT, UPI_LINK -> null;
                    case CARD -> "/sandbox/three-d-secure/" + bill.token();
                    case NET_BANKING -> "/sandbox/bank/" + bill.token();
                    case WALLET -> "/sandbox/wallet/" + bill.token();
                    case PAY_LATER -> "/sandbox/lender/" + bill.token();
                };
    }

    /// What the payer pays, in paise.
    long paidMinor() {
        return way.course() == Course.PAID_HALF ? Math.max(1, bill.amountMinor() / 2) : bill.amountMinor();
    }

    /// From what it was paid, as lists show it.
    @Nullable
    String payer() {
        if (bill.with().isEmpty()) {
            return null;
        }
        return bill.kind() == Kind.CARD ? "xxxx" + bill.with() : bill.with().toLowerCase(Locale.ROOT);
    }
}
