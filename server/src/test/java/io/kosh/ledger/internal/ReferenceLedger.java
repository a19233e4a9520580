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
        A_KEPT_REST_STAYS_HELD,
        WHAT_IS_FREED_COUNTS_NO_MORE,
        A_HOLD_WITHOUT_CAPTURE_IS_NOT_COUNTED,
        DEBT_IS_PAID_OUT_OF_LOTS
    }

    private record Standing(String request, long transfer, Instant at) {}

    /// A hold.
    ///
    /// @param amounts what each leg holds
    /// @param lots    what of it ends, by leg
    /// @param limits  what it counts against; those that are given back whole only as long as nothing was
    ///                captured
    private record Reservation(
            HoldState state,
            Instant dueAt,
            List<Leg> legs,
            List<Long> amounts,
            List<SortedMap<LocalDate, Long>> lots,
            List<LimitUse> limits,
            long captured) {}

    /// What becomes of each leg of a hold: what is neither is freed.
    private record Parts(List<Long> captured, List<Long> kept) {}

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
            Refused over = use(post.limits());
            if (over != null) {
                return over;
            }
            for (Leg leg : post.legs()) {
                Refused refused = move(leg, post.waiveFloor());
                if (refused != null) {
                    return refused;
                }
            }
            return null;
        }

        private @Nullable Refused use(List<LimitUse> limits) {
            for (LimitUse use : limits) {
                long sum = count(use, use.amount());
                if (use.amount() > 0 && sum > use.most() && keeps(Rule.LIMITS_HOLD)) {
                    return new Refused(Reason.LIMIT_REACHED, use.name());
                }
            }
            return null;
        }

        private long count(LimitUse use, long amount) {
            Map<String, Long> used = touched(use.account()).used;
            String key = use.name() + "/" + use.period();
            long sum = Math.max(0, used.getOrDefault(key, 0L) + amount);
            used.put(key, sum);
            return sum;
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
            Refused over = use(hold.limits());
            if (over != null) {
                return over;
            }
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
            List<Long> amounts = hold.legs().stream().map(Leg::amount).toList();
            holds.put(id, new Reservation(HoldState.HELD, hold.dueAt(), hold.legs(), amounts, lots, hold.limits(), 0));
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
            List<Long> amounts = capture.amounts().isEmpty() ? hold.amounts() : capture.amounts();
            if (!fits(hold, amounts, capture.exceed())) {
                return new Refused(Reason.CAPTURE_EXCEEDS_HOLD, what);
            }
            boolean keep = capture.keepRest() && keeps(Rule.A_KEPT_REST_STAYS_HELD);
            end(capture.hold(), hold, HoldState.CAPTURED, new Parts(amounts, less(hold, amounts, keep)));
            return null;
        }

        private boolean fits(Reservation hold, List<Long> amounts, boolean exceed) {
            boolean fits = amounts.size() == hold.amounts().size();
            for (int i = 0; fits && i < amounts.size(); i++) {
                fits = amounts.get(i) >= 0
                        && (exceed || amounts.get(i) <= hold.amounts().get(i));
            }
            return fits && amounts.stream().anyMatch(amount -> amount > 0);
        }

        /// What is left of each leg without some amounts, or nothing.
        private static List<Long> less(Reservation hold, List<Long> amounts, boolean kept) {
            List<Long> rest = new ArrayList<>();
            for (int i = 0; i < amounts.size(); i++) {
                rest.add(kept ? Math.max(0, hold.amounts().get(i) - amounts.get(i)) : 0);
            }
            return rest;
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
            List<Long> freed = release.amounts().isEmpty() ? hold.amounts() : release.amounts();
            if (!fits(hold, freed, false)) {
                return new Refused(Reason.CAPTURE_EXCEEDS_HOLD, what);
            }
            HoldState to = release.timedOut() ? HoldState.TIMED_OUT : HoldState.RELEASED;
            List<Long> nothing = hold.legs().stream().map(_ -> 0L).toList();
            end(release.hold(), hold, to, new Parts(nothing, less(hold, freed, true)));
            return null;
        }

        private boolean closed(Reservation hold) {
            return hold.state() != HoldState.HELD && keeps(Rule.A_HOLD_ENDS_ONCE);
        }

        /// Spends a part of each leg, out of the lots that it reserved as far as they go, keeps a part,
        /// and frees what
        /// is neither.
        private void end(long transfer, Reservation hold, HoldState to, Parts parts) {
            List<Long> amounts = parts.captured();
            List<Long> kept = parts.kept();
            hold.legs().forEach(leg -> touch(leg.debit()));
            hold.legs().forEach(leg -> touch(leg.credit()));
            List<SortedMap<LocalDate, Long>> lots = new ArrayList<>();
            for (int i = 0; i < hold.legs().size(); i++) {
                Leg leg = hold.legs().get(i);
                ReferenceAccount debit = touched(leg.debit());
                ReferenceAccount credit = touched(leg.credit());
                long held = hold.amounts().get(i);
                long[] left = {amounts.get(i), kept.get(i)};
                SortedMap<LocalDate, Long> still = new TreeMap<>();
                hold.lots().get(i).forEach((day, part) -> {
                    long spent = Math.min(left[0], part);
                    long stays = Math.min(left[1], part - spent);
                    left[0] -= spent;
                    left[1] -= stays;
                    still.put(day, stays);
                    debit.held.merge(day, stays - part, Long::sum);
                    long freed = keeps(Rule.THE_REST_OF_A_CAPTURE_IS_FREED) ? part - spent - stays : 0;
                    debit.free.merge(day, freed, Long::sum);
                });
                lots.add(still);
                long above = Math.max(0, amounts.get(i) - held);
                if (debit.losesBy(Side.DEBIT)) {
                    debit.spend(above, null, today);
                }
                if (credit.losesBy(Side.CREDIT)) {
                    credit.spend(above, null, today);
                }
                debit.write(Side.DEBIT, amounts.get(i), kept.get(i) - held, id, at);
                debit.payDebt(null);
                credit.write(Side.CREDIT, amounts.get(i), kept.get(i) - held, id, at);
            }
            long captured = sum(amounts);
            boolean goesOn = sum(kept) > 0;
            List<LimitUse> limits = count(hold, captured, sum(kept));
            holds.put(
                    transfer,
                    new Reservation(
                            goesOn ? hold.state() : to,
                            hold.dueAt(),
                            hold.legs(),
                            goesOn ? kept : hold.amounts(),
                            goesOn ? lots : hold.lots(),
                            limits,
                            goesOn ? hold.captured() : captured));
        }

        private List<LimitUse> count(Reservation hold, long captured, long kept) {
            List<LimitUse> limits = new ArrayList<>();
            for (LimitUse use : hold.limits()) {
                if (!whole(use) && keeps(Rule.WHAT_IS_FREED_COUNTS_NO_MORE)) {
                    count(use, captured + kept - sum(hold.amounts()));
                }
                boolean nothing = captured == 0 && kept == 0;
                if (whole(use) && nothing && keeps(Rule.A_HOLD_WITHOUT_CAPTURE_IS_NOT_COUNTED)) {
                    count(use, -use.amount());
                }
                if (!whole(use) || captured == 0) {
                    limits.add(use);
                }
            }
            return limits;
        }

        private static boolean whole(LimitUse use) {
            return use.measure() == LimitUse.Measure.TIMES;
        }

        private static long sum(List<Long> amounts) {
            return amounts.stream().mapToLong(each -> each).sum();
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
