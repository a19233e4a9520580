package io.kosh.cards.internal;

import io.kosh.cards.AuthorizationDecision.Declined;
import io.kosh.cards.CardAuthorizations.CardName;
import io.kosh.cards.CardAuthorizations.Merchant;
import io.kosh.cards.CardAuthorizations.Original;
import io.kosh.cards.CardAuthorizations.Purchase;
import io.kosh.cards.DeclineReason;
import io.kosh.cards.PurchaseChannel;
import io.kosh.cards.internal.Authorization.Kind;
import io.kosh.cards.internal.Authorization.State;
import io.kosh.cards.internal.AuthorizationPoster.Decided;
import io.kosh.cards.internal.SpendReads.Read;
import io.kosh.cards.internal.SpendingCardStore.Controlled;
import io.kosh.identity.Identity.Standing;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Outcome;
import io.kosh.platform.GroupCommit.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;

/// One batch of messages on their way: planned in order, then settled in order by what the ledger said.
final class SpendBatch {
    /// The documented code of what is paid.
    private static final String PRINCIPLE = "PRINCIPLE";

    private final Read read;
    private final Map<String, Standing> holders;
    private final Terms terms;
    private final SpendLeft left;
    private final Supplier<String> approvalCodes;
    private final List<Planned> planned = new ArrayList<>();
    /// Limits in shadow, by the number of what they are tried on.
    private final Map<Long, ShadowLimits> tried = new HashMap<>();
    private final List<Authorization> made = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<AuthorizationStep> steps = new ArrayList<>();
    private final List<CardTransaction> transactions = new ArrayList<>();

    SpendBatch(Read read, Map<String, Standing> holders, Terms terms, SpendLeft left, Supplier<String> approvalCodes) {
        this.read = read;
        this.holders = holders;
        this.terms = terms;
        this.left = left;
        this.approvalCodes = approvalCodes;
    }

    /// What is the same for every company.
    record Terms(SpendSettings settings, PrepaidLimits limits) {}

    /// A change of an authorisation that was there before.
    record Change(State before, Authorization after) {}

    /// What is to be kept of a batch.
    ///
    /// @param changes in their order; one authorisation may change several times
    record Made(
            List<Authorization> authorizations,
            List<Change> changes,
            List<AuthorizationStep> steps,
            List<CardTransaction> transactions) {

        boolean isEmpty() {
            return authorizations.isEmpty() && steps.isEmpty();
        }

        /// The authorisations that changed, as they are now.
        List<Authorization> changed() {
            Map<Long, Authorization> latest = new LinkedHashMap<>();
            changes.forEach(each -> latest.put(each.after().number(), each.after()));
            return List.copyOf(latest.values());
        }
    }

    Made made() {
        return new Made(made, changes, steps, transactions);
    }

    private sealed interface Planned {
        /// Nothing is kept of it.
        record Nothing(DeclineReason reason) implements Planned {}

        record Decline(Authorization declined) implements Planned {}

        record Pay(SpendAsk.Pay ask, Authorization draft, SpendControls controls, Command command) implements Planned {}

        record Step(SpendAsk.Later ask, Authorization before, Spending.Next next) implements Planned {}

        /// A reversal of what has not come.
        record Early(SpendAsk.Later ask, Card card, String source) implements Planned {}
    }

    /// The command of a message; a refusal, which nobody sees, where it has none.
    Answer<Command> plan(SpendAsk ask) {
        Planned plan = switch (ask) {
            case SpendAsk.Pay pay -> pay(pay);
            case SpendAsk.Later later -> later(later);
        };
        planned.add(plan);
        Command command = switch (plan) {
            case Planned.Pay pay -> pay.command();
            case Planned.Step(var _, var _, Spending.Next.Yes(long _, var _, Command next)) -> next;
            default -> null;
        };
        return command == null
                ? new Answer.Refused<>(Refusal.of(CardError.AUTHORIZATION_DECLINED, "declined"))
                : new Answer.Done<>(command);
    }

    private Planned pay(SpendAsk.Pay ask) {
        Purchase asked = ask.purchase();
        Controlled found = read.cards().get(asked.card());
        if (found == null) {
            return new Planned.Nothing(DeclineReason.CARD_UNKNOWN);
        }
        Card card = found.card();
        Authorization draft = draft(ask, card);
        if (!card.hasNumber() || card.account().countsPoints()) {
            return new Planned.Decline(declined(draft, Verdict.of(DeclineReason.CARD_NOT_FOR_PURCHASES)));
        }
        if (ask.kind() != Kind.ADVICE) {
            Standing holder = holders.get(card.userId());
            SpendRules.Known known = new SpendRules.Known(
                    found.controls(),
                    ask.checks(),
                    holder != null && holder.isActive(),
                    terms.limits().noCash(card, read.today()),
                    CategoryRule.inForce(
                            read.categories(),
                            CategoryRule.SHIPPED,
                            card.account().type(),
                            read.today()),
                    read.rules(),
                    read.now(),
                    read.today());
            draft = draft.inShadow(SpendRules.shadow(asked, known));
            if (!found.controls().shadow().sayNothing()) {
                tried.put(draft.number(), found.controls().shadow());
            }
            Verdict verdict = SpendRules.decline(card, asked, known);
            if (verdict != null) {
                return new Planned.Decline(declined(draft, verdict));
            }
        }
        Instant due = terms.settings().due(asked.channel(), read.now());
        return new Planned.Pay(
                ask,
                draft,
                found.controls(),
                Spending.pay(draft, found.controls().limits(), due));
    }

    private Authorization draft(SpendAsk.Pay ask, Card card) {
        Purchase asked = ask.purchase();
        boolean holds = ask.kind() == Kind.AUTHORIZE;
        long amount = ask.amount();
        return new Authorization(
                read.numbers().next(),
                asked.source(),
                ask.request(),
                card,
                ask.kind(),
                holds ? State.HELD : State.CLEARED,
                new Authorization.Sums(asked.amount(), amount, holds ? amount : 0, holds ? 0 : amount, 0, 0),
                new Authorization.Use(asked.channel(), asked.international(), asked.merchant(), asked.localTime()),
                new Authorization.Outcome(null, null, null, List.of()),
                null,
                holds ? terms.settings().due(asked.channel(), read.now()) : null,
                read.today(),
                read.now(),
                1);
    }

    private static Authorization declined(Authorization draft, Verdict verdict) {
        return draft.decided(
                State.DECLINED,
                new Authorization.Sums(draft.sums().asked(), 0, 0, 0, 0, 0),
                new Authorization.Outcome(null, verdict, null, draft.outcome().shadow()),
                null,
                null);
    }

    private Planned later(SpendAsk.Later ask) {
        Authorization original = read.original(ask.original());
        CardName name = ask.card();
        Controlled named = name == null ? null : read.cards().get(name);
        if (original == null) {
            if (!(ask instanceof SpendAsk.TakeBack)
                    || name == null
                    || !(ask.original() instanceof Original.BySource(String source))) {
                return new Planned.Nothing(DeclineReason.ORIGINAL_UNKNOWN);
            }
            if (read.known().containsKey(AuthorizationStore.hash(source))) {
                // It came, and is a step of an authorisation, not one that is still to come.
                return new Planned.Nothing(DeclineReason.ORIGINAL_UNKNOWN);
            }
            return named == null
                    ? new Planned.Nothing(DeclineReason.CARD_UNKNOWN)
                    : new Planned.Early(ask, named.card(), source);
        }
        if (name != null && !Objects.equals(read.card(name), original.card().key())) {
            return new Planned.Nothing(DeclineReason.ORIGINAL_UNKNOWN);
        }
        Spending.Next next = switch (ask) {
            case SpendAsk.Clear clear ->
                Spending.clear(original, clear.clearing(), ask.request(), read.now(), read.today());
            case SpendAsk.TakeBack back -> Spending.takeBack(original, back.reversal(), ask.request(), read.now());
            case SpendAsk.GiveBack back -> Spending.giveBack(original, back.refund(), ask.request());
        };
        if (next instanceof Spending.Next.Yes yes) {
            read.originals().put(original.number(), yes.after());
        }
        return new Planned.Step(ask, original, next);
    }

    /// What became of a message, in their order; null where it stands in the books already.
    @Nullable
    Decided settle(int place, Answer<Outcome> answer, Map<Long, Map<AccountRef, Ledger.Line>> lines) {
        Outcome outcome = answer instanceof Answer.Done<Outcome>(Outcome done) ? done : null;
        if (outcome instanceof Outcome.Posted posted && posted.replayed()) {
            return null;
        }
        return switch (planned.get(place)) {
            case Planned.Nothing(DeclineReason reason) ->
                new Decided(new Declined(null, reason, null, null, false), null, null);
            case Planned.Decline(Authorization declined) -> kept(declined);
            case Planned.Pay pay -> paid(pay, Objects.requireNonNull(outcome), lines);
            case Planned.Step step -> stepped(step, outcome, lines);
            case Planned.Early early -> early(early);
        };
    }

    private Decided kept(Authorization decided) {
        ShadowLimits limits = tried.get(decided.number());
        Authorization authorization = limits == null ? decided : limits.tried(decided, left);
        made.add(authorization);
        return new Decided(authorization.decision(false), authorization.transfer(), null);
    }

    private Decided paid(Planned.Pay pay, Outcome outcome, Map<Long, Map<AccountRef, Ledger.Line>> lines) {
        Authorization draft = pay.draft();
        AccountRef account = draft.card().ledgerAccount();
        return switch (outcome) {
            case Outcome.Posted(long transfer, Instant at, boolean _) -> {
                Ledger.Line line = line(lines, transfer, account);
                left.accepted(pay.command(), line);
                Authorization.Outcome approved = new Authorization.Outcome(
                        approvalCodes.get(),
                        null,
                        line.balance() - line.held(),
                        draft.outcome().shadow());
                Authorization done = draft.decided(draft.state(), draft.sums(), approved, transfer, at);
                if (draft.kind() != Kind.AUTHORIZE) {
                    transactions.add(movement(done, MovementType.SALE, done.source(), line, at));
                }
                yield kept(done);
            }
            case Outcome.Refused(var reason, String what) -> refused(pay, reason, what);
        };
    }

    private static Ledger.Line line(Map<Long, Map<AccountRef, Ledger.Line>> lines, long transfer, AccountRef account) {
        return Objects.requireNonNull(
                lines.getOrDefault(transfer, Map.of()).get(account), "a transfer left nothing on its card");
    }

    private Decided refused(Planned.Pay pay, Outcome.Reason reason, String what) {
        Authorization draft = pay.draft();
        AccountRef account = draft.card().ledgerAccount();
        return switch (reason) {
            case INSUFFICIENT -> {
                long available = Math.max(0, left.available(account));
                if (pay.ask().partly() && available > 0) {
                    Declined declined =
                            new Declined(null, DeclineReason.INSUFFICIENT_FUNDS, "balance", available, false);
                    yield new Decided(declined, null, available);
                }
                yield kept(declined(draft, new Verdict(DeclineReason.INSUFFICIENT_FUNDS, "balance", available)));
            }
            case LIMIT_REACHED -> {
                SpendLimit limit = Objects.requireNonNull(SpendLimit.counted(what));
                long most = Objects.requireNonNull(pay.controls().limits().get(limit));
                long rest = left.left(account, limit, draft.counted(), most);
                DeclineReason why = limit.counts() ? DeclineReason.COUNT_LIMIT : DeclineReason.AMOUNT_LIMIT;
                yield kept(declined(draft, new Verdict(why, limit.field(), rest)));
            }
            case OVERFLOW -> kept(declined(draft, Verdict.of(DeclineReason.AMOUNT_TOO_LARGE)));
            case SOURCE_REUSED ->
                new Decided(new Declined(null, DeclineReason.SOURCE_REUSED, null, null, false), null, null);
            case HOLD_UNKNOWN, HOLD_CLOSED, HOLD_NOT_DUE, CAPTURE_EXCEEDS_HOLD ->
                throw new IllegalStateException("no hold was asked for: " + reason);
        };
    }

    private Decided stepped(
            Planned.Step step, @Nullable Outcome outcome, Map<Long, Map<AccountRef, Ledger.Line>> lines) {
        Authorization before = step.before();
        AuthorizationStep.Outcome done = switch (step.next()) {
            case Spending.Next.No(Verdict verdict) -> new AuthorizationStep.Outcome(0, verdict, null, null);
            case Spending.Next.Yes yes -> {
                if (!(outcome instanceof Outcome.Posted(long transfer, Instant at, boolean _))) {
                    // The hold timed out between our look at it and the ledger's, or the source is being used.
                    throw new ConcurrencyFailureException("what follows " + before.id() + ": " + outcome);
                }
                Ledger.Line line = line(lines, transfer, before.card().ledgerAccount());
                left.accepted(yes.command(), line);
                changes.add(new Change(before.state(), yes.after()));
                MovementType type = movement(step.ask(), yes.command());
                if (type != null) {
                    transactions.add(movement(
                            yes.after().moving(yes.amount()), type, step.ask().source(), line, at));
                }
                yield new AuthorizationStep.Outcome(yes.amount(), null, line.balance() - line.held(), transfer);
            }
        };
        return stepped(step.ask(), before, done);
    }

    private Decided stepped(SpendAsk.Later ask, Authorization of, AuthorizationStep.Outcome outcome) {
        AuthorizationStep step = new AuthorizationStep(
                read.numbers().next(),
                new AuthorizationStep.Parent(of.number(), of.approvalCode()),
                ask.source(),
                ask.request(),
                ask.kind(),
                outcome,
                read.now());
        steps.add(step);
        return new Decided(step.decision(false), outcome.transfer(), null);
    }

    /// What shows up among the movements of the card; null where only a hold changes.
    private static @Nullable MovementType movement(SpendAsk.Later ask, Command command) {
        return switch (ask) {
            case SpendAsk.Clear _ -> MovementType.SALE;
            case SpendAsk.TakeBack _ -> command instanceof Command.Post ? MovementType.REVERSAL : null;
            case SpendAsk.GiveBack _ -> MovementType.REFUND;
        };
    }

    private static CardTransaction movement(
            Authorization of, MovementType type, String reference, Ledger.Line line, Instant at) {
        return new CardTransaction(
                line.transfer(),
                of.card(),
                type,
                type != MovementType.SALE,
                of.sums().approved(),
                line.balance() - line.held(),
                0,
                reference,
                PRINCIPLE,
                of.use().merchant().name(),
                at);
    }

    private Decided early(Planned.Early early) {
        Card card = early.card();
        long available = left.available(card.ledgerAccount());
        Authorization never = new Authorization(
                read.numbers().next(),
                early.source(),
                "",
                card,
                Kind.REVERSED_BEFORE,
                State.REVERSED,
                new Authorization.Sums(0, 0, 0, 0, 0, 0),
                new Authorization.Use(PurchaseChannel.POS, false, new Merchant("0000", null, null, null), null),
                new Authorization.Outcome(approvalCodes.get(), null, available, List.of()),
                null,
                null,
                read.today(),
                read.now(),
                1);
        made.add(never);
        return stepped(early.ask(), never, new AuthorizationStep.Outcome(0, null, available, null));
    }
}
