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
import io.kosh.platform.BusinessClock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The ledger once more, as short as it can be said: what its rules mean, without locks, tables or speed. The model
/// check holds the real one to it, so it shares no code with [Decider] and knows the door's records only.
///
/// It can be told to forget a rule, which makes it a wrong model: the check must then find a history that shows it.
final class ReferenceLedger {

    /// A rule that can be forgotten.
    enum Rule {
        A_SOURCE_IS_ONE_EFFECT,
        ANOTHER_BODY_IS_REFUSED,
        FLOORS_HOLD,
        HELD_IS_NOT_AVAILABLE,
        ENDED_LOTS_ARE_NOT_AVAILABLE,
        SOONEST_ENDS_FIRST,
        A_REVERSAL_TAKES_ITS_LOT_FIRST,
        LIMITS_HOLD,
        A_REFUSAL_CHANGES_NOTHING,
        A_HOLD_ENDS_ONCE,
        A_HOLD_ENDS_BY_ITS_TIME,
        THE_REST_OF_A_CAPTURE_IS_FREED,
        DEBT_IS_PAID_OUT_OF_LOTS
    }

    private record Standing(String request, long transfer, Instant at) {}

    /// A hold: the leg's lots are what it reserved of value that ends.
    private record Reservation(
            HoldState state, Instant dueAt, List<Leg> legs, List<SortedMap<LocalDate, Long>> lots, long captured) {}

    private final Set<Rule> forgotten;
    private final Map<AccountRef, ReferenceAccount> accounts = new HashMap<>();
    private final Map<Long, Reservation> holds = new TreeMap<>();
    private final Map<SourceKey, Standing> standing = new HashMap<>();
    private Instant now = Instant.EPOCH;
    private LocalDate today = LocalDate.EPOCH;

    ReferenceLedger(Set<Rule> forgotten) {
        this.forgotten = forgotten.isEmpty() ? EnumSet.noneOf(Rule.class) : EnumSet.copyOf(forgotten);
    }

    ReferenceLedger copy() {
        ReferenceLedger copy = new ReferenceLedger(forgotten);
        accounts.forEach((ref, account) -> copy.accounts.put(ref, account.copy()));
        copy.holds.putAll(holds);
        copy.standing.putAll(standing);
        return copy;
    }

    private boolean keeps(Rule rule) {
        return !forgotten.contains(rule);
    }

    /// Posts the commands of one transaction.
    ///
    /// @param ids the id that a command's transfer gets, where it gets one
    List<Outcome> post(Instant moment, List<Command> commands, List<Long> ids) {
        now = moment;
        today = LocalDate.ofInstant(moment, BusinessClock.ZONE);
        Map<SourceKey, String> firstRequests = new HashMap<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            Standing known = keeps(Rule.A_SOURCE_IS_ONE_EFFECT) ? standing.get(command.source()) : null;
            boolean other = known != null
                    ? !known.request().equals(command.request())
                    : !firstRequests
                            .computeIfAbsent(command.source(), _ -> command.request())
                            .equals(command.request());
            if (other && keeps(Rule.ANOTHER_BODY_IS_REFUSED)) {
                outcomes.add(new Refused(Reason.SOURCE_REUSED, command.source().id()));
            } else if (known != null) {
                outcomes.add(new Posted(known.transfer(), known.at(), true));
            } else {
                outcomes.add(new Attempt(command, ids.get(i)).outcome());
            }
        }
        return outcomes;
    }

    /// One command on copies of its accounts, which take the place of the old ones where it is accepted.
    private final class Attempt {
        private final Command command;
        private final long id;
        private final Map<AccountRef, ReferenceAccount> touched = new HashMap<>();
        private Instant at = now;

        Attempt(Command command, long id) {
            this.command = command;
            this.id = id;
        }

        Outcome outcome() {
            Refused refused = switch (command) {
                case Command.Post post -> post(post);
                case Command.Hold hold -> hold(hold);
                case Command.Capture capture -> capture(capture);
                case Command.Release release -> release(release);
            };
            if (refused == null || !keeps(Rule.A_REFUSAL_CHANGES_NOTHING)) {
                accounts.putAll(touched);
            }
            if (refused != null) {
                return refused;
            }
            standing.put(command.source(), new Standing(command.request(), id, at));
            return new Posted(id, at, false);
        }

        private void touch(AccountRef ref) {
            ReferenceAccount account = accounts.get(ref);
            touched.put(ref, account == null ? new ReferenceAccount(ref, forgotten) : account.copy());
            Instant last = touched(ref).last;
            at = last.isAfter(at) ? last : at;
        }

        private ReferenceAccount touched(AccountRef ref) {
            ReferenceAccount account = touched.get(ref);
            if (account == null) {
                throw new AssertionError("not touched: " + ref);
            }
            return account;
        }

        private @Nullable Refused post(Command.Post post) {
            post.legs().forEach(leg -> touch(leg.debit()));
            post.legs().forEach(leg -> touch(leg.credit()));
            post.limits().forEach(use -> touch(use.account()));
            for (LimitUse use : post.limits()) {
                Map<String, Long> used = touched(use.account()).used;
                String key = use.name() + "/" + use.period();
                long sum = Math.max(0, used.getOrDefault(key, 0L) + use.amount());
                if (use.amount() > 0 && sum > use.most() && keeps(Rule.LIMITS_HOLD)) {
                    return new Refused(Reason.LIMIT_REACHED, use.name());
                }
                used.put(key, sum);
            }
            for (Leg leg : post.legs()) {
                Refused refused = move(leg, post.waiveFloor());
                if (refused != null) {
                    return refused;
                }
            }
            return null;
        }

        private @Nullable Refused move(Leg leg, boolean waived) {
            ReferenceAccount debit = touched(leg.debit());
            ReferenceAccount credit = touched(leg.credit());
            LocalDate lot = leg.takeFirst();
            if (leg.expiring() && lot != null) {
                if (debit.free.getOrDefault(lot, 0L) < leg.amount()) {
                    return insufficient(debit);
                }
                debit.free.merge(lot, -leg.amount(), Long::sum);
            } else if (debit.losesBy(Side.DEBIT)) {
                if (!waived && debit.cannotSpare(leg.amount(), today)) {
                    return insufficient(debit);
                }
                debit.spend(leg.amount(), keeps(Rule.A_REVERSAL_TAKES_ITS_LOT_FIRST) ? lot : null, today);
            }
            if (credit.losesBy(Side.CREDIT)) {
                if (!waived && credit.cannotSpare(leg.amount(), today)) {
                    return insufficient(credit);
                }
                credit.spend(leg.amount(), null, today);
            }
            debit.write(Side.DEBIT, leg.amount(), 0, id, at);
            credit.write(Side.CREDIT, leg.amount(), 0, id, at);
            LocalDate ends = leg.expiresOn();
            if (ends != null) {
                credit.free.merge(ends, leg.amount(), Long::sum);
                credit.payDebt(ends);
            }
            if (waived) {
                debit.payDebt(lot);
            }
            return null;
        }

        private @Nullable Refused hold(Command.Hold hold) {
            hold.legs().forEach(leg -> touch(leg.debit()));
            hold.legs().forEach(leg -> touch(leg.credit()));
            List<SortedMap<LocalDate, Long>> lots = new ArrayList<>();
            for (Leg leg : hold.legs()) {
                ReferenceAccount debit = touched(leg.debit());
                ReferenceAccount credit = touched(leg.credit());
                SortedMap<LocalDate, Long> reserved = new TreeMap<>();
                if (debit.losesBy(Side.DEBIT)) {
                    if (debit.cannotSpare(leg.amount(), today)) {
                        return insufficient(debit);
                    }
                    reserved = debit.spend(leg.amount(), null, today);
                    reserved.forEach((day, part) -> debit.held.merge(day, part, Long::sum));
                }
                if (credit.losesBy(Side.CREDIT) && credit.cannotSpare(leg.amount(), today)) {
                    return insufficient(credit);
                }
                debit.write(Side.DEBIT, 0, leg.amount(), id, at);
                credit.write(Side.CREDIT, 0, leg.amount(), id, at);
                lots.add(reserved);
            }
            holds.put(id, new Reservation(HoldState.HELD, hold.dueAt(), hold.legs(), lots, 0));
            return null;
        }

        private @Nullable Refused capture(Command.Capture capture) {
            Reservation hold = holds.get(capture.hold());
            String what = Long.toString(capture.hold());
            if (hold == null) {
                return new Refused(Reason.HOLD_UNKNOWN, what);
            }
            boolean over = !now.isBefore(hold.dueAt()) && keeps(Rule.A_HOLD_ENDS_BY_ITS_TIME);
            if (closed(hold) || over) {
                return new Refused(Reason.HOLD_CLOSED, what);
            }
            List<Long> most = hold.legs().stream().map(Leg::amount).toList();
            List<Long> amounts = capture.amounts().isEmpty() ? most : capture.amounts();
            boolean fits = amounts.size() == most.size();
            for (int i = 0; fits && i < most.size(); i++) {
                fits = amounts.get(i) >= 0 && amounts.get(i) <= most.get(i);
            }
            if (!fits || amounts.stream().allMatch(amount -> amount == 0)) {
                return new Refused(Reason.CAPTURE_EXCEEDS_HOLD, what);
            }
            end(capture.hold(), hold, HoldState.CAPTURED, amounts);
            return null;
        }

        private @Nullable Refused release(Command.Release release) {
            Reservation hold = holds.get(release.hold());
            String what = Long.toString(release.hold());
            if (hold == null) {
                return new Refused(Reason.HOLD_UNKNOWN, what);
            }
            if (closed(hold)) {
                return new Refused(Reason.HOLD_CLOSED, what);
            }
            if (release.timedOut() && now.isBefore(hold.dueAt()) && keeps(Rule.A_HOLD_ENDS_BY_ITS_TIME)) {
                return new Refused(Reason.HOLD_NOT_DUE, what);
            }
            List<Long> nothing = hold.legs().stream().map(_ -> 0L).toList();
            end(release.hold(), hold, release.timedOut() ? HoldState.TIMED_OUT : HoldState.RELEASED, nothing);
            return null;
        }

        private boolean closed(Reservation hold) {
            return hold.state() != HoldState.HELD && keeps(Rule.A_HOLD_ENDS_ONCE);
        }

        /// Spends a part of each leg, out of the lots that it reserved as far as they go, and frees the rest.
        private void end(long transfer, Reservation hold, HoldState to, List<Long> amounts) {
            hold.legs().forEach(leg -> touch(leg.debit()));
            hold.legs().forEach(leg -> touch(leg.credit()));
            long captured = 0;
            for (int i = 0; i < hold.legs().size(); i++) {
                Leg leg = hold.legs().get(i);
                ReferenceAccount debit = touched(leg.debit());
                long[] left = {amounts.get(i)};
                hold.lots().get(i).forEach((day, part) -> {
                    long spent = Math.min(left[0], part);
                    left[0] -= spent;
                    debit.held.merge(day, -part, Long::sum);
                    debit.free.merge(day, keeps(Rule.THE_REST_OF_A_CAPTURE_IS_FREED) ? part - spent : 0, Long::sum);
                });
                debit.write(Side.DEBIT, amounts.get(i), -leg.amount(), id, at);
                debit.payDebt(null);
                touched(leg.credit()).write(Side.CREDIT, amounts.get(i), -leg.amount(), id, at);
                captured += amounts.get(i);
            }
            holds.put(transfer, new Reservation(to, hold.dueAt(), hold.legs(), hold.lots(), captured));
        }

        private static Refused insufficient(ReferenceAccount account) {
            return new Refused(Reason.INSUFFICIENT, account.ref.kind().name());
        }
    }

    /// Everything that stands in these books, to be compared with the real ones.
    Picture picture(Instant moment) {
        LocalDate day = LocalDate.ofInstant(moment, BusinessClock.ZONE);
        Picture picture = new Picture();
        accounts.forEach((ref, account) -> {
            if (!account.lines.isEmpty()) {
                picture.account(ref, account.balance, account.available(day), account.lines);
                account.free.forEach((ends, free) -> {
                    long held = account.held.getOrDefault(ends, 0L);
                    picture.lot(ref, ends, free + held, held);
                });
                account.used.forEach((limit, used) -> picture.limit(ref, limit, used));
            }
        });
        holds.forEach((id, hold) -> picture.hold(id, hold.state(), hold.captured()));
        return picture;
    }
}
