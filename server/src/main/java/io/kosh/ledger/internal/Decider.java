package io.kosh.ledger.internal;

import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.HoldState;
import io.kosh.ledger.Leg;
import io.kosh.ledger.LimitUse;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.Outcome.Posted;
import io.kosh.ledger.Outcome.Reason;
import io.kosh.ledger.Outcome.Refused;
import io.kosh.ledger.Side;
import io.kosh.ledger.SourceKey;
import io.kosh.ledger.TransferView.Phase;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Every rule of the ledger, as one pure function: the locked state and commands in, outcomes and changes out. It reads
/// no clock and no database; the same input gives the same answer. A cold route calls it with one command, a batch with
/// many; there is no second implementation.
final class Decider {
    private final Books.State state;
    private final Map<AccountRef, AccountState> accounts;
    private final Map<Long, Held> holds;
    private final Map<SourceKey, Books.Known> known;
    private final Map<AccountRef, AccountState> changedAccounts = new HashMap<>();
    private final Map<Long, Held> changedHolds = new HashMap<>();

    private final List<Books.Transfer> transfers = new ArrayList<>();
    private final List<Books.Entry> entries = new ArrayList<>();

    private Decider(Books.State state) {
        this.state = state;
        this.accounts = new HashMap<>(state.accounts());
        this.holds = new HashMap<>(state.holds());
        this.known = new HashMap<>(state.known());
    }

    static Books.Decision decide(Books.State state, List<Books.Numbered> commands) {
        Decider decider = new Decider(state);
        List<Outcome> outcomes = new ArrayList<>(commands.size());
        for (Books.Numbered command : commands) {
            outcomes.add(decider.one(command));
        }
        return new Books.Decision(
                outcomes, decider.transfers, decider.entries, decider.changedAccounts, decider.changedHolds);
    }

    private Outcome one(Books.Numbered numbered) {
        SourceKey source = numbered.command().source();
        Books.Known before = known.get(source);
        if (before != null) {
            return before.answer(source, numbered.request());
        }
        if (!numbered.request().equals(state.taken().get(source))) {
            return new Refused(Reason.SOURCE_REUSED, source.id());
        }
        Attempt attempt = new Attempt(numbered);
        try {
            Refused refused = switch (numbered.command()) {
                case Command.Post post -> attempt.post(post);
                case Command.Hold hold -> attempt.hold(hold);
                case Command.Capture capture -> attempt.capture(capture);
                case Command.Release release -> attempt.release(release);
            };
            return refused != null ? refused : attempt.accept();
        } catch (ArithmeticException _) {
            return new Refused(Reason.OVERFLOW, numbered.command().source().id());
        }
    }

    /// One command, tried on copies of the accounts it touches.
    private final class Attempt {
        private final Books.Numbered numbered;
        private final Map<AccountRef, WorkingAccount> touched = new HashMap<>();
        private final List<Books.Entry> lines = new ArrayList<>();
        private final LocalDate today = state.today();
        private @Nullable Held hold;
        private Books.@Nullable Transfer transfer;

        Attempt(Books.Numbered numbered) {
            this.numbered = numbered;
        }

        @Nullable
        Refused post(Command.Post post) {
            for (Leg leg : post.legs()) {
                on(leg.debit());
                on(leg.credit());
            }
            for (LimitUse use : post.limits()) {
                LimitKey key = new LimitKey(use.name(), use.period());
                if (!use.ofBalance() && !on(use.account()).count(key, use.amount(), use.most())) {
                    return new Refused(Reason.LIMIT_REACHED, use.name());
                }
            }
            Instant at = recordedAt();
            for (Leg leg : post.legs()) {
                Refused refused = move(leg, post.waiveFloor(), at);
                if (refused != null) {
                    return refused;
                }
            }
            for (LimitUse use : post.limits()) {
                if (use.ofBalance() && on(use.account()).balance() > use.most()) {
                    return new Refused(Reason.LIMIT_REACHED, use.name());
                }
            }
            transfer = transfer(at, post.template().name(), Phase.POST, null, post.detail());
            return null;
        }

        private @Nullable Refused move(Leg leg, boolean waiveFloor, Instant at) {
            WorkingAccount debit = on(leg.debit());
            WorkingAccount credit = on(leg.credit());
            LocalDate lot = leg.takeFirst();
            if (leg.expiring() && lot != null) {
                if (debit.free(lot) < leg.amount()) {
                    return insufficient(leg.debit());
                }
                debit.takeFrom(lot, leg.amount());
            } else if (decreases(Side.DEBIT, leg.debit())) {
                if (!waiveFloor && wouldSink(debit, leg.amount())) {
                    return insufficient(leg.debit());
                }
                debit.drain(leg.amount(), lot, today);
            }
            if (decreases(Side.CREDIT, leg.credit())) {
                if (!waiveFloor && wouldSink(credit, leg.amount())) {
                    return insufficient(leg.credit());
                }
                credit.drain(leg.amount(), null, today);
            }
            lines.add(debit.book(Side.DEBIT, leg.amount(), 0, numbered.transfer(), at));
            lines.add(credit.book(Side.CREDIT, leg.amount(), 0, numbered.transfer(), at));
            LocalDate endsOn = leg.expiresOn();
            if (endsOn != null) {
                credit.fill(endsOn, leg.amount());
            }
            if (waiveFloor) {
                debit.payDebt(lot);
                debit.lowerFloor(today);
                credit.lowerFloor(today);
            }
            return null;
        }

        @Nullable
        Refused hold(Command.Hold command) {
            List<HeldLeg> legs = new ArrayList<>();
            for (Leg leg : command.legs()) {
                on(leg.debit());
                on(leg.credit());
            }
            Instant at = recordedAt();
            for (Leg leg : command.legs()) {
                WorkingAccount debit = on(leg.debit());
                WorkingAccount credit = on(leg.credit());
                SortedMap<LocalDate, Long> lots = new TreeMap<>();
                if (decreases(Side.DEBIT, leg.debit())) {
                    if (wouldSink(debit, leg.amount())) {
                        return insufficient(leg.debit());
                    }
                    lots = debit.reserve(leg.amount(), today);
                }
                if (decreases(Side.CREDIT, leg.credit()) && wouldSink(credit, leg.amount())) {
                    return insufficient(leg.credit());
                }
                lines.add(debit.book(Side.DEBIT, 0, leg.amount(), numbered.transfer(), at));
                lines.add(credit.book(Side.CREDIT, 0, leg.amount(), numbered.transfer(), at));
                legs.add(new HeldLeg(leg.debit(), leg.credit(), leg.amount(), 0, lots));
            }
            String template = command.template().name();
            hold = new Held(numbered.transfer(), HoldState.HELD, template, command.dueAt(), legs, null);
            transfer = transfer(at, template, Phase.HOLD, null, command.detail());
            return null;
        }

        @Nullable
        Refused capture(Command.Capture command) {
            Held held = holds.get(command.hold());
            if (held == null) {
                return new Refused(Reason.HOLD_UNKNOWN, Long.toString(command.hold()));
            }
            if (!HoldState.LIFECYCLE.allows(held.state(), HoldState.CAPTURED)
                    || !state.now().isBefore(held.dueAt())) {
                return new Refused(Reason.HOLD_CLOSED, Long.toString(command.hold()));
            }
            List<Long> amounts = command.amounts().isEmpty()
                    ? held.legs().stream().map(HeldLeg::amount).toList()
                    : command.amounts();
            if (!withinHold(held, amounts)) {
                return new Refused(Reason.CAPTURE_EXCEEDS_HOLD, Long.toString(command.hold()));
            }
            end(held, HoldState.CAPTURED, amounts, Phase.CAPTURE, command.detail());
            return null;
        }

        @Nullable
        Refused release(Command.Release command) {
            Held held = holds.get(command.hold());
            if (held == null) {
                return new Refused(Reason.HOLD_UNKNOWN, Long.toString(command.hold()));
            }
            HoldState to = command.timedOut() ? HoldState.TIMED_OUT : HoldState.RELEASED;
            if (!HoldState.LIFECYCLE.allows(held.state(), to)) {
                return new Refused(Reason.HOLD_CLOSED, Long.toString(command.hold()));
            }
            if (command.timedOut() && state.now().isBefore(held.dueAt())) {
                return new Refused(Reason.HOLD_NOT_DUE, Long.toString(command.hold()));
            }
            List<Long> nothing = held.legs().stream().map(_ -> 0L).toList();
            end(held, to, nothing, command.timedOut() ? Phase.TIME_OUT : Phase.RELEASE, Map.of());
            return null;
        }

        private void end(Held held, HoldState to, List<Long> amounts, Phase phase, Map<String, String> detail) {
            for (HeldLeg leg : held.legs()) {
                on(leg.debit());
                on(leg.credit());
            }
            Instant at = recordedAt();
            List<HeldLeg> ended = new ArrayList<>();
            for (int i = 0; i < held.legs().size(); i++) {
                HeldLeg leg = held.legs().get(i);
                long spent = amounts.get(i);
                WorkingAccount debit = on(leg.debit());
                debit.settle(leg.lots(), spent);
                lines.add(debit.book(Side.DEBIT, spent, -leg.amount(), numbered.transfer(), at));
                debit.payDebt(null);
                lines.add(on(leg.credit()).book(Side.CREDIT, spent, -leg.amount(), numbered.transfer(), at));
                ended.add(leg.capturing(spent));
            }
            hold = held.ended(to, ended, numbered.transfer());
            transfer = transfer(at, held.template(), phase, held.transfer(), detail);
        }

        Posted accept() {
            Books.Transfer made = transfer;
            if (made == null) {
                throw new IllegalStateException("an accepted command made no transfer");
            }
            touched.forEach((ref, account) -> {
                accounts.put(ref, account.state());
                changedAccounts.put(ref, account.state());
            });
            Held kept = hold;
            if (kept != null) {
                holds.put(kept.transfer(), kept);
                changedHolds.put(kept.transfer(), kept);
            }
            transfers.add(made);
            entries.addAll(lines);
            known.put(made.source(), new Books.Known(made.id(), numbered.request(), made.recordedAt()));
            return new Posted(made.id(), made.recordedAt(), false);
        }

        private WorkingAccount on(AccountRef ref) {
            return touched.computeIfAbsent(ref, _ -> {
                AccountState found = accounts.get(ref);
                if (found == null) {
                    throw new IllegalStateException("the account was not locked: " + ref);
                }
                return new WorkingAccount(found);
            });
        }

        /// The clock, or the latest line of a touched account where that is later: "as of" follows the version order.
        private Instant recordedAt() {
            Instant at = state.now();
            for (WorkingAccount account : touched.values()) {
                Instant last = account.lastRecordedAt();
                if (last != null && last.isAfter(at)) {
                    at = last;
                }
            }
            return at;
        }

        private boolean wouldSink(WorkingAccount account, long amount) {
            return account.floored() && account.available(today) < amount;
        }

        private Books.Transfer transfer(
                Instant at, String template, Phase phase, @Nullable Long relatesTo, Map<String, String> detail) {
            return new Books.Transfer(
                    numbered.transfer(), at, template, phase, numbered.command().source(), relatesTo, detail);
        }
    }

    private static boolean decreases(Side side, AccountRef account) {
        return account.kind().normal() != side;
    }

    private static boolean withinHold(Held held, List<Long> amounts) {
        if (amounts.size() != held.legs().size()) {
            return false;
        }
        long sum = 0;
        for (int i = 0; i < amounts.size(); i++) {
            long amount = amounts.get(i);
            if (amount < 0 || amount > held.legs().get(i).amount()) {
                return false;
            }
            sum = Math.addExact(sum, amount);
        }
        return sum > 0;
    }

    private static Refused insufficient(AccountRef account) {
        return new Refused(Reason.INSUFFICIENT, account.kind().name());
    }
}
