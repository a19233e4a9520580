package io.kosh.cards.internal;

import io.kosh.cards.AuthorizationDecision;
import io.kosh.cards.AuthorizationDecision.Approved;
import io.kosh.cards.AuthorizationDecision.Declined;
import io.kosh.cards.CardAuthorizations.Merchant;
import io.kosh.cards.PurchaseChannel;
import io.kosh.kernel.IdShape;
import io.kosh.kernel.Lifecycle;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What was asked of a card, what was decided, and what became of it.
///
/// @param number   of its id
/// @param source   the caller's own
/// @param request  all that the request said, as one text; empty where it is read again
/// @param sums     what moved
/// @param use      where and how the card was used
/// @param outcome  what was decided
/// @param transfer the ledger's transfer: the hold, or the posting; null where nothing moved
/// @param dueAt    when a hold ends by itself, null where there was none
/// @param counted  the day in whose limits it counts
/// @param version  how often it changed, from 1
record Authorization(
        long number,
        String source,
        String request,
        Card card,
        Kind kind,
        State state,
        Sums sums,
        Use use,
        Outcome outcome,
        @Nullable Long transfer,
        @Nullable Instant dueAt,
        LocalDate counted,
        Instant recordedAt,
        int version) {
    static final SpreadId IDS = new SpreadId("ECA");
    static final IdShape APPROVAL_CODE = IdShape.alphanumeric("", 6);

    /// How it came.
    enum Kind {
        AUTHORIZE,
        PURCHASE,
        ADVICE,
        /// Its reversal came, and it did not.
        REVERSED_BEFORE
    }

    /// Where it is. A hold that timed out may be cleared late, and what was cleared of it before taken back.
    enum State {
        HELD,
        CLEARED,
        REVERSED,
        EXPIRED,
        DECLINED;

        static final Lifecycle<State> LIFECYCLE = Lifecycle.of(
                State.class,
                Map.of(
                        HELD, Set.of(CLEARED, REVERSED, EXPIRED),
                        EXPIRED, Set.of(CLEARED, REVERSED),
                        CLEARED, Set.of(REVERSED)));
    }

    /// Amounts in hundredths.
    ///
    /// @param asked    what was asked for
    /// @param approved what was approved, 0 where it was declined
    /// @param held     still held
    /// @param cleared  cleared and not taken back
    /// @param reversed taken back, of the hold and of what was cleared
    /// @param refunded given back of what was cleared
    record Sums(long asked, long approved, long held, long cleared, long reversed, long refunded) {
        Sums clearing(long amount, long stillHeld) {
            return new Sums(asked, approved, stillHeld, cleared + amount, reversed, refunded);
        }

        Sums releasing(long amount) {
            return new Sums(asked, approved, held - amount, cleared, reversed + amount, refunded);
        }

        Sums takingBack(long amount) {
            return new Sums(asked, approved, held, cleared - amount, reversed + amount, refunded);
        }

        Sums refunding(long amount) {
            return new Sums(asked, approved, held, cleared, reversed, refunded + amount);
        }

        Sums expired() {
            return new Sums(asked, approved, 0, cleared, reversed, refunded);
        }
    }

    /// Where and how the card was used.
    record Use(
            PurchaseChannel channel,
            boolean international,
            Merchant merchant,
            @Nullable LocalDateTime localTime) {}

    /// What was decided.
    ///
    /// @param approvalCode null where it was declined
    /// @param verdict      why it was declined, null where it was not
    /// @param available    what the card had to spend after it, null where it was declined
    /// @param shadow       ids of rules, and names of limits, that would have declined it
    record Outcome(
            @Nullable String approvalCode,
            @Nullable Verdict verdict,
            @Nullable Long available,
            List<String> shadow) {}

    String id() {
        return IDS.of(number);
    }

    /// What a network calls the approval; of what was never approved, none.
    String approvalCode() {
        return Objects.requireNonNullElse(outcome.approvalCode(), "");
    }

    /// The first answer.
    AuthorizationDecision decision(boolean replayed) {
        Verdict verdict = outcome.verdict();
        if (verdict != null) {
            return new Declined(id(), verdict.reason(), verdict.rule(), verdict.left(), replayed);
        }
        long available = Objects.requireNonNullElse(outcome.available(), 0L);
        return new Approved(id(), approvalCode(), sums.approved(), available, replayed);
    }

    /// Whether it holds anything at a moment.
    boolean holds(Instant now) {
        return state == State.HELD && dueAt != null && now.isBefore(dueAt);
    }

    /// What is left of what was cleared.
    long spent() {
        return sums.cleared() - sums.refunded();
    }

    Authorization becoming(State to, Sums now) {
        State next = to == state ? state : State.LIFECYCLE.move(CardError.AUTHORIZATION_STATE, state, to);
        return new Authorization(
                number,
                source,
                request,
                card,
                kind,
                next,
                now,
                use,
                outcome,
                transfer,
                dueAt,
                counted,
                recordedAt,
                version + 1);
    }

    Authorization countedOn(LocalDate day) {
        return new Authorization(
                number,
                source,
                request,
                card,
                kind,
                state,
                sums,
                use,
                outcome,
                transfer,
                dueAt,
                day,
                recordedAt,
                version);
    }

    /// The draft as it was decided.
    ///
    /// @param at when it was recorded, null for the time of the draft
    Authorization decided(State to, Sums now, Outcome decision, @Nullable Long posted, @Nullable Instant at) {
        return new Authorization(
                number,
                source,
                request,
                card,
                kind,
                to,
                now,
                use,
                decision,
                posted,
                to == State.DECLINED ? null : dueAt,
                counted,
                at == null ? recordedAt : at,
                version);
    }

    /// The same with more rules in shadow that would have declined it.
    Authorization inShadow(List<String> rules) {
        if (rules.isEmpty()) {
            return this;
        }
        List<String> shadow =
                Stream.concat(outcome.shadow().stream(), rules.stream()).toList();
        return new Authorization(
                number,
                source,
                request,
                card,
                kind,
                state,
                sums,
                use,
                new Outcome(outcome.approvalCode(), outcome.verdict(), outcome.available(), shadow),
                transfer,
                dueAt,
                counted,
                recordedAt,
                version);
    }

    /// The same with another amount as what was approved: for what shows one of its movements.
    Authorization moving(long amount) {
        Sums moved = new Sums(sums.asked(), amount, sums.held(), sums.cleared(), sums.reversed(), sums.refunded());
        return new Authorization(
                number,
                source,
                request,
                card,
                kind,
                state,
                moved,
                use,
                outcome,
                transfer,
                dueAt,
                counted,
                recordedAt,
                version);
    }
}
