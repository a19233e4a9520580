package io.kosh.cards.internal;

import io.kosh.cards.CardAuthorizations.Clearing;
import io.kosh.cards.CardAuthorizations.Refund;
import io.kosh.cards.CardAuthorizations.Reversal;
import io.kosh.cards.DeclineReason;
import io.kosh.cards.internal.Authorization.Kind;
import io.kosh.cards.internal.Authorization.State;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.Leg;
import io.kosh.ledger.LimitUse;
import io.kosh.ledger.PostingTemplate;
import io.kosh.ledger.PostingTemplates;
import io.kosh.ledger.SourceKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// How value moves when a card pays, as pure functions: each message becomes one command of the ledger.
final class Spending {
    private static final CardBook BOOK = CardBook.RUPEES;
    /// What cannot be declined any more: the card may go below zero.
    static final PostingTemplate FORCE = new PostingTemplate("cards.force-spend", BOOK.card(), BOOK.spent());
    static final PostingTemplate REVERSE = new PostingTemplate("cards.reverse-spend", BOOK.spent(), BOOK.card());
    static final PostingTemplate REFUND = new PostingTemplate("cards.refund", BOOK.spent(), BOOK.card());

    private Spending() {}

    /// Tells the ledger how value moves when cards pay.
    @Configuration(proxyBeanMethods = false)
    static class Templates {
        @Bean
        PostingTemplates templatesOfSpending() {
            return new PostingTemplates(List.of(FORCE, REVERSE, REFUND));
        }
    }

    /// What every message about spending comes from: one name space for all of them.
    static SourceKey source(String source) {
        return new SourceKey("cards.authorization", source);
    }

    /// What a payment posts.
    ///
    /// @param limits the most of each limit
    /// @param dueAt  when a hold ends
    static Command pay(Authorization made, Map<SpendLimit, Long> limits, Instant dueAt) {
        Card card = made.card();
        AccountRef from = card.ledgerAccount();
        long amount = made.sums().approved();
        List<Leg> legs = List.of(Leg.of(from, BOOK.spentOf(card.account().key()), amount));
        SourceKey source = source(made.source());
        Map<String, String> detail = detail(made);
        boolean forced = made.kind() == Authorization.Kind.ADVICE;
        List<LimitUse> uses =
                SpendLimit.uses(from, made.use().channel(), amount, made.counted(), forced ? null : limits);
        return switch (made.kind()) {
            case AUTHORIZE -> new Command.Hold(source, made.request(), BOOK.spend(), legs, uses, detail, dueAt);
            case PURCHASE -> new Command.Post(source, made.request(), BOOK.spend(), legs, uses, detail, false);
            case ADVICE -> new Command.Post(source, made.request(), FORCE, legs, uses, detail, true);
            case REVERSED_BEFORE -> throw new IllegalArgumentException("it never came");
        };
    }

    private static Map<String, String> detail(Authorization made) {
        Map<String, String> detail = new HashMap<>();
        detail.put("authorizationId", made.id());
        detail.put("cardAccountId", made.card().account().id());
        detail.put("enKashCardId", made.card().id());
        detail.put("merchantCategory", made.use().merchant().category());
        String name = made.use().merchant().name();
        if (name != null) {
            detail.put("merchantName", name);
        }
        return detail;
    }

    /// What a later message does.
    sealed interface Next {
        /// Nothing.
        record No(Verdict verdict) implements Next {}

        /// @param amount  what moves
        /// @param after   the authorisation after it
        record Yes(long amount, Authorization after, Command command) implements Next {}
    }

    private static Next no(DeclineReason reason, long left) {
        return new Next.No(new Verdict(reason, null, left));
    }

    static Next clear(Authorization of, Clearing asked, String request, Instant now, LocalDate today) {
        long amount = asked.amount();
        if (of.holds(now)) {
            boolean goesOn = !asked.last() && amount < of.sums().held();
            Authorization.Sums sums =
                    of.sums().clearing(amount, goesOn ? of.sums().held() - amount : 0);
            return new Next.Yes(
                    amount,
                    of.becoming(goesOn ? State.HELD : State.CLEARED, sums),
                    new Command.Capture(
                            source(asked.source()), request, hold(of), List.of(amount), detail(of), goesOn, true));
        }
        if (of.state() != State.HELD && of.state() != State.EXPIRED) {
            return no(DeclineReason.ORIGINAL_CLOSED, 0);
        }
        Card card = of.card();
        AccountRef from = card.ledgerAccount();
        // A part that was cleared before the time-out counts on its day, and the rest beside it, as no further time.
        boolean counts = of.sums().cleared() > 0;
        LocalDate day = counts ? of.counted() : today;
        List<LimitUse> uses = SpendLimit.uses(from, of.use().channel(), amount, day, null).stream()
                .filter(use -> !counts || !use.ofTimes())
                .toList();
        return new Next.Yes(
                amount,
                of.becoming(State.CLEARED, of.sums().clearing(amount, 0)).countedOn(day),
                new Command.Post(
                        source(asked.source()),
                        request,
                        FORCE,
                        List.of(Leg.of(from, BOOK.spentOf(card.account().key()), amount)),
                        uses,
                        detail(of),
                        true));
    }

    private static long hold(Authorization of) {
        Long hold = of.transfer();
        if (hold == null) {
            throw new IllegalStateException(of.id() + " holds without a hold");
        }
        return hold;
    }

    /// What is held is taken back first. What was cleared of a hold is taken back where nothing is held, or
    /// not any more, and only by its amount: who takes an authorisation back as a whole means what it
    /// holds, on each side of its time-out.
    static Next takeBack(Authorization of, Reversal asked, String request, Instant now) {
        boolean held = of.holds(now);
        long left = held ? of.sums().held() : cleared(of);
        Long wanted = asked.amount();
        Long stays = asked.stays();
        long amount = stays != null ? left - stays : wanted == null ? left : wanted;
        if (left == 0) {
            return no(DeclineReason.ORIGINAL_CLOSED, 0);
        }
        if (!held && of.kind() == Kind.AUTHORIZE && wanted == null && stays == null) {
            return no(DeclineReason.ORIGINAL_CLOSED, left);
        }
        if (amount < 1 || amount > left) {
            return no(DeclineReason.EXCEEDS_ORIGINAL, left);
        }
        SourceKey source = source(asked.source());
        if (held) {
            Authorization.Sums sums = of.sums().releasing(amount);
            State to = sums.held() > 0 ? State.HELD : sums.cleared() > 0 ? State.CLEARED : State.REVERSED;
            return new Next.Yes(
                    amount,
                    of.becoming(to, sums),
                    new Command.Release(source, request, hold(of), false, List.of(amount)));
        }
        // What a hold that is over still holds in the ledger ends there by itself.
        Authorization.Sums sums = of.sums().expired().takingBack(amount);
        boolean whole = sums.cleared() == 0;
        State stillThere = of.state() == State.CLEARED ? State.CLEARED : State.EXPIRED;
        Card card = of.card();
        AccountRef to = card.ledgerAccount();
        return new Next.Yes(
                amount,
                of.becoming(whole ? State.REVERSED : stillThere, sums),
                new Command.Post(
                        source,
                        request,
                        REVERSE,
                        List.of(Leg.of(BOOK.spentOf(card.account().key()), to, amount)),
                        SpendLimit.givenBack(to, of.use().channel(), amount, of.counted(), whole),
                        detail(of),
                        false));
    }

    /// What is left of what was cleared, whatever became of the rest.
    private static long cleared(Authorization of) {
        return switch (of.state()) {
            case CLEARED, HELD, EXPIRED -> of.spent();
            case REVERSED, DECLINED -> 0;
        };
    }

    static Next giveBack(Authorization of, Refund asked, String request) {
        long left = cleared(of);
        if (left == 0) {
            return no(DeclineReason.ORIGINAL_CLOSED, 0);
        }
        if (asked.amount() > left) {
            return no(DeclineReason.EXCEEDS_ORIGINAL, left);
        }
        Card card = of.card();
        return new Next.Yes(
                asked.amount(),
                of.becoming(of.state(), of.sums().refunding(asked.amount())),
                new Command.Post(
                        source(asked.source()),
                        request,
                        REFUND,
                        List.of(Leg.of(BOOK.spentOf(card.account().key()), card.ledgerAccount(), asked.amount())),
                        List.of(),
                        detail(of),
                        false));
    }
}
