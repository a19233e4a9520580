package io.kosh.rails.counterpart;

import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.rails.SandboxBank;
import io.kosh.rails.counterpart.Course.Status;
import io.kosh.rails.counterpart.MagicValues.Magic;
import io.kosh.rails.counterpart.MagicValues.Refunding;
import io.kosh.rails.counterpart.SamplePayment.Awaits;
import io.kosh.rails.counterpart.SamplePayment.Tries;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What the sandbox's acquirer does with payments and refunds. Whatever it comes to know is written with what it has to
/// tell of it in one transaction, so that a killed server forgets neither.
@Component
@OnlyInSandbox
final class SampleAcquirer implements SandboxBank {
    private static final int MOST_CODES = 3;
    private static final int MOST_WAITING = 20;
    private static final int MOST_AT_ONCE = 200;
    private static final long TWELVE_DIGITS = 1_000_000_000_000L;

    private final Database database;
    private final SampleAcquirerStore store;
    private final SampleEventStore events;
    private final SampleAnswers answers;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore news = new Semaphore(0);

    SampleAcquirer(
            Database database, SampleAcquirerStore store, SampleEventStore events, SampleAnswers answers, Clock clock) {
        this.database = database;
        this.store = store;
        this.events = events;
        this.answers = answers;
        this.clock = clock;
    }

    /// A payment as it comes in.
    ///
    /// @param with   VPA, number of the card, or code; empty for a link
    /// @param refuse what is wrong with it at once, null for nothing
    record Asked(
            String reference,
            String merchant,
            Kind kind,
            String with,
            Parties parties,
            long amountMinor,
            Duration expiresIn,
            @Nullable Course refuse) {
        @Override
        public String toString() {
            return "Asked[" + reference + "]";
        }
    }

    /// @param returnUrl null where there is no browser
    record Parties(String payee, String note, @Nullable String returnUrl) {}

    /// A refund as it comes in.
    record AskedRefund(String reference, String merchant, String payment, long amountMinor) {}

    /// What is said of a code.
    sealed interface OtpResult {
        record Taken(SamplePayment payment) implements OtpResult {}

        record Wrong(int triesLeft) implements OtpResult {}

        record NotAwaited(String reason) implements OtpResult {}
    }

    /// The same reference is the same payment, whatever else is said with it.
    SamplePayment place(Asked asked) {
        return changing(() -> {
            Instant now = now();
            Magic magic = asked.refuse() != null
                    ? new Magic(MagicValues.What.CARD, "", MagicValues.Way.AT_ONCE, asked.refuse())
                    : MagicValues.of(asked.kind(), asked.with(), asked.amountMinor());
            SamplePayment begun = SamplePayment.begin(bill(asked, now), magic, now);
            if (store.insert(begun, now)) {
                return settle(begun, now);
            }
            SamplePayment known = store.lock(asked.reference());
            if (known == null) {
                throw new IllegalStateException("two payments minted one id");
            }
            return settle(known, now).heard();
        });
    }

    private SamplePayment.Bill bill(Asked asked, Instant now) {
        // Of a card no more is kept than a receipt shows.
        String with = asked.kind() == Kind.CARD
                ? asked.with().substring(Math.max(0, asked.with().length() - 4))
                : asked.with();
        return new SamplePayment.Bill(
                asked.reference(),
                "AP" + digits(),
                token(),
                asked.merchant(),
                asked.kind(),
                with,
                asked.parties().payee(),
                asked.parties().note(),
                asked.amountMinor(),
                now.plus(asked.expiresIn()),
                asked.parties().returnUrl());
    }

    @Nullable
    SamplePayment payment(String reference) {
        return changing(() -> settled(reference));
    }

    private @Nullable SamplePayment settled(String reference) {
        SamplePayment known = store.lock(reference);
        return known == null ? null : settle(known, now());
    }

    /// Goes the steps that are due, and notes what is to be told of each.
    private SamplePayment settle(SamplePayment payment, Instant now) {
        SamplePayment stands = payment;
        while (stands.isDue(now)) {
            stands = stands.step(now, digits());
            events.insert(stands.bill().merchant(), answers.event(stands), now);
        }
        if (!stands.equals(payment)) {
            store.update(stands);
        }
        return stands;
    }

    OtpResult otp(String reference, Secret<String> otp) {
        return changing(() -> {
            Instant now = now();
            SamplePayment known = store.lock(reference);
            SamplePayment stands = known == null ? null : settle(known, now);
            if (stands == null || stands.awaits() == Awaits.NOBODY) {
                return new OtpResult.NotAwaited(stands == null ? "UNKNOWN" : "ENDED");
            }
            SamplePayment tried = tried(stands, otp, now);
            return tried.awaits() != Awaits.NOBODY
                    ? new OtpResult.Wrong(tried.tries().left())
                    : tried.tries().left() == 0 ? new OtpResult.Wrong(0) : new OtpResult.Taken(tried);
        });
    }

    private SamplePayment tried(SamplePayment payment, Secret<String> otp, Instant now) {
        if (MagicValues.OTP.equals(otp.value())) {
            return went(payment.take(Course.PAID, now), now);
        }
        Tries left = new Tries(payment.tries().left() - 1, payment.tries().sent());
        SamplePayment tried = payment.tried(left);
        return went(left.left() == 0 ? tried.take(Course.WRONG_PIN, now) : tried, now);
    }

    private SamplePayment went(SamplePayment payment, Instant now) {
        store.update(payment);
        return settle(payment, now);
    }

    OtpResult resend(String reference) {
        return changing(() -> {
            Instant now = now();
            SamplePayment known = store.lock(reference);
            SamplePayment stands = known == null ? null : settle(known, now);
            if (stands == null || stands.awaits() != Awaits.OTP) {
                return new OtpResult.NotAwaited(stands == null ? "UNKNOWN" : "ENDED");
            }
            if (stands.tries().sent() >= MOST_CODES) {
                return new OtpResult.NotAwaited("TOO_MANY_CODES");
            }
            return new OtpResult.Taken(went(
                    stands.tried(new Tries(stands.tries().left(), stands.tries().sent() + 1)), now));
        });
    }

    /// The same reference is the same refund. Never more goes back than was paid.
    SampleRefund refund(AskedRefund asked) {
        return changing(() -> {
            Instant now = now();
            SamplePayment payment = store.lock(asked.payment());
            SampleRefund known = store.lockRefund(asked.reference());
            if (known != null) {
                return settle(known, now).heard();
            }
            SampleRefund asks = new SampleRefund(
                    asked.reference(),
                    "AR" + digits(),
                    asked.merchant(),
                    asked.payment(),
                    asked.amountMinor(),
                    SampleRefund.State.PROCESSING,
                    "",
                    "The bank is at work.",
                    "",
                    null,
                    false);
            if (payment == null || !payment.bill().merchant().equals(asked.merchant())) {
                return asks.declined("PAYMENT_UNKNOWN", "There is no such payment.");
            }
            if (payment.status() != Status.PAID) {
                return asks.declined("NOT_PAID", "The payment was not paid.");
            }
            if (store.refunded(asked.payment()) + asked.amountMinor() > payment.paidMinor()) {
                return asks.declined("MORE_THAN_PAID", "It would be more than was paid.");
            }
            SampleRefund begun = begun(asks, payment.bill().kind(), now);
            if (!store.insert(begun)) {
                throw new IllegalStateException("two refunds of one reference at once");
            }
            if (begun.state() == SampleRefund.State.DECLINED) {
                events.insert(begun.merchant(), answers.event(begun), now);
            }
            return settle(begun, now);
        });
    }

    private static SampleRefund begun(SampleRefund asks, Kind kind, Instant now) {
        boolean upi = kind == Kind.UPI_COLLECT || kind == Kind.UPI_LINK;
        Refunding how = MagicValues.ofRefund(asks.amountMinor());
        return switch (how) {
            case USUAL -> asks.readyAt(upi ? now : now.plusSeconds(1), false);
            case SLOW -> asks.readyAt(now.plusSeconds(5), false);
            case UNHEARD -> asks.readyAt(now.plusSeconds(1), true);
            case NEVER_TOLD -> asks;
            case DECLINED -> asks.declined("ACCOUNT_CLOSED", "The payer's account is closed.");
        };
    }

    private SampleRefund settle(SampleRefund refund, Instant now) {
        if (!refund.isDue(now)) {
            return refund;
        }
        SampleRefund given = refund.given(digits());
        store.update(given);
        events.insert(given.merchant(), answers.event(given), now);
        return given;
    }

    @Nullable
    SampleRefund findRefund(String reference) {
        return changing(() -> given(reference));
    }

    private @Nullable SampleRefund given(String reference) {
        SampleRefund known = store.lockRefund(reference);
        return known == null ? null : settle(known, now()).heard();
    }

    /// Lets everything happen that is due. Each in a transaction of its own: none waits for another.
    void tick() {
        Instant now = now();
        database.inRegistry(() -> store.duePayments(now, MOST_AT_ONCE))
                .forEach(reference -> database.inRegistry(() -> settled(reference)));
        database.inRegistry(() -> store.dueRefunds(now, MOST_AT_ONCE))
                .forEach(reference -> database.inRegistry(() -> given(reference)));
    }

    /// When something happens next, null for never.
    @Nullable
    Instant next() {
        return database.inRegistry(store::next);
    }

    /// Returns when something may have happened, or after a while.
    void await(Duration longest) throws InterruptedException {
        if (news.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
            news.drainPermits();
        }
    }

    /// Something is due earlier than it was.
    void wake() {
        news.release();
    }

    private <T> T changing(Supplier<T> work) {
        T done = database.inRegistry(work);
        wake();
        return done;
    }

    @Override
    public @Nullable Bill find(String token) {
        SamplePayment known = database.inRegistry(() -> store.findByToken(token));
        SamplePayment stands = known == null ? null : payment(known.bill().reference());
        return stands == null ? null : bill(stands);
    }

    @Override
    public @Nullable Bill findByLink(String reference) {
        SamplePayment known = payment(reference);
        return known == null || known.bill().kind() != Kind.UPI_LINK ? null : bill(known);
    }

    @Override
    public List<Bill> waitingAt(String vpa) {
        return database.inRegistry(() -> store.waitingAt(vpa, MOST_WAITING)).stream()
                .map(SampleAcquirer::bill)
                .toList();
    }

    @Override
    public @Nullable Bill choose(String token, Ending ending, @Nullable String payer) {
        return onPage(token, payment -> {
            SamplePayment paid =
                    payer != null && payment.bill().kind() == Kind.UPI_LINK ? payment.paidWith(payer) : payment;
            return paid.take(Course.of(ending), now());
        });
    }

    @Override
    public @Nullable Bill giveOtp(String token, Secret<String> otp) {
        SamplePayment known = database.inRegistry(() -> store.findByToken(token));
        if (known == null) {
            return null;
        }
        otp(known.bill().reference(), otp);
        return find(token);
    }

    private @Nullable Bill onPage(String token, UnaryOperator<SamplePayment> change) {
        SamplePayment known = database.inRegistry(() -> store.findByToken(token));
        if (known == null) {
            return null;
        }
        return changing(() -> {
            SamplePayment locked = store.lock(known.bill().reference());
            if (locked == null) {
                return null;
            }
            Instant now = now();
            SamplePayment stands = settle(locked, now);
            return bill(stands.awaits() == Awaits.NOBODY ? stands : went(change.apply(stands), now()));
        });
    }

    @Override
    public String otp() {
        return MagicValues.OTP;
    }

    private static Bill bill(SamplePayment payment) {
        SamplePayment.Bill bill = payment.bill();
        Standing standing = switch (payment.status()) {
            case PENDING -> payment.awaits() == Awaits.NOBODY ? Standing.UNDER_WAY : Standing.WAITING;
            case AUTHORISED -> Standing.UNDER_WAY;
            case PAID -> Standing.PAID;
            case DECLINED -> Standing.DECLINED;
        };
        String back = bill.returnUrl();
        return new Bill(
                bill.token(),
                bill.reference(),
                bill.kind(),
                bill.with(),
                bill.payee(),
                bill.note(),
                bill.amountMinor(),
                bill.endsAt(),
                standing,
                payment.tries().left(),
                payment.say().message(),
                payment.say().bankReference(),
                back == null ? null : URI.create(back));
    }

    private String digits() {
        return Long.toString(TWELVE_DIGITS / 10 + random.nextLong(TWELVE_DIGITS / 10 * 9));
    }

    private String token() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    // As exact as it is kept.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
