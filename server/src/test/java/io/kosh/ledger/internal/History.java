package io.kosh.ledger.internal;

import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Asset;
import io.kosh.ledger.Command;
import io.kosh.ledger.Leg;
import io.kosh.ledger.LimitUse;
import io.kosh.ledger.PostingTemplate;
import io.kosh.ledger.Side;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.BusinessClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What some lanes ask of the books of one company, to be run: in rounds, between which all lanes wait for each other
/// and the company's clock is set. Within a round each lane makes its calls one after the other, beside the others.
///
/// @param rounds the clock of each round, counted from the start
/// @param steps  in the order in which one lane alone would make them
record History(long seed, List<Duration> rounds, List<Step> steps) {
    private static final AccountKind FLOAT = new AccountKind("test.float", Asset.COIN, Side.DEBIT, true);
    static final PostingTemplate MOVE = new PostingTemplate("test.move", Bookkeeper.PURSE, Bookkeeper.PURSE);
    private static final PostingTemplate FUND = new PostingTemplate("test.fund", FLOAT, Bookkeeper.MINT);
    private static final PostingTemplate PAY = new PostingTemplate("test.pay", Bookkeeper.SHOP, FLOAT);
    private static final long BUDGET = 150;
    private static final long DAILY = 40;
    private static final long SPENT = 12;
    private static final long TIMES = 2;

    /// One command; steps of the same round, lane and call go together in one batch.
    record Step(int round, int lane, int call, Action action) {
        boolean sameCall(Step other) {
            return round == other.round && lane == other.lane && call == other.call;
        }

        Step with(Action other) {
            return new Step(round, lane, call, other);
        }
    }

    enum Verb {
        GIVE,
        MOVE,
        SPEND,
        TAKE,
        EXPIRE,
        FUND,
        PAY,
        HOLD,
        HOLD_PAY,
        CAPTURE,
        RELEASE,
        TIME_OUT
    }

    /// An amount from one owner's account to another's; 0 is the company, and does not count where the template says
    /// it.
    record Part(long from, long to, long amount) {
        Part of(long other) {
            return new Part(from, to, other);
        }
    }

    /// A command before it is known when it will run and which transfer its hold will have. Its text is its request.
    ///
    /// @param id     of its source
    /// @param day    the lot that it fills, takes first or ends, in days after the start; 0 for none
    /// @param detail what is peculiar to a verb: see [Detail]
    record Action(Verb verb, String id, List<Part> parts, int day, Detail detail) {
        Action with(List<Part> other) {
            return new Action(verb, id, other, day, detail);
        }

        Action under(String other) {
            return new Action(verb, other, parts, day, detail);
        }

        boolean holds() {
            return verb == Verb.HOLD || verb == Verb.HOLD_PAY;
        }

        @Override
        public String toString() {
            String moved = parts.stream()
                    .map(part -> part.from() + ">" + part.to() + " " + part.amount())
                    .collect(Collectors.joining(" + "));
            return verb + " " + id + ": " + moved + (day == 0 ? "" : " day " + day) + detail;
        }
    }

    /// @param hold    id of the step whose hold is ended; empty for none
    /// @param dueIn   when a hold ends by itself, counted from the start
    /// @param waived  whether the floor is waived; for a capture: whether it may be above what is held
    /// @param open    whether a capture keeps the rest held
    /// @param limited the period of the daily limit that counts, beside the budget; 0 for no limits
    record Detail(String hold, Duration dueIn, boolean waived, int limited, boolean open) {
        static final Detail NONE = new Detail("", Duration.ZERO, false, 0);

        Detail(String hold, Duration dueIn, boolean waived, int limited) {
            this(hold, dueIn, waived, limited, false);
        }

        @Override
        public String toString() {
            return (hold.isEmpty() ? "" : " hold " + hold)
                    + (dueIn.isZero() ? "" : " due in " + dueIn)
                    + (waived ? " waiving the floor" : "")
                    + (open ? " keeping the rest" : "")
                    + (limited == 0 ? "" : " limited in period " + limited);
        }
    }

    static AccountRef money() {
        return AccountRef.ofCompany(FLOAT);
    }

    /// The command of an action.
    ///
    /// @param start the moment that rounds and days are counted from
    /// @param holds the transfers of the holds that were answered so far, by the id of their step
    static Command command(Action action, Instant start, Map<String, Long> holds) {
        SourceKey source = new SourceKey("model", action.id());
        String request = action.toString();
        long hold = holds.getOrDefault(action.detail().hold(), 0L);
        return switch (action.verb()) {
            case CAPTURE -> {
                List<Long> amounts = action.parts().stream().map(Part::amount).toList();
                Detail detail = action.detail();
                yield new Command.Capture(source, request, hold, amounts, Map.of(), detail.open(), detail.waived());
            }
            case RELEASE -> {
                List<Long> amounts = action.parts().stream().map(Part::amount).toList();
                yield new Command.Release(source, request, hold, false, amounts);
            }
            case TIME_OUT -> new Command.Release(source, request, hold, true);
            case HOLD, HOLD_PAY -> {
                Instant due = start.plus(action.detail().dueIn());
                yield new Command.Hold(
                        source, request, template(action), legs(action, start), limits(action), Map.of(), due);
            }
            default -> {
                List<LimitUse> limits = limits(action);
                boolean waived = action.detail().waived();
                yield new Command.Post(
                        source, request, template(action), legs(action, start), limits, Map.of(), waived);
            }
        };
    }

    private static PostingTemplate template(Action action) {
        return switch (action.verb()) {
            case GIVE -> Bookkeeper.GIVE;
            case MOVE -> MOVE;
            case TAKE, EXPIRE -> Bookkeeper.TAKE;
            case FUND -> FUND;
            case PAY, HOLD_PAY -> PAY;
            default -> Bookkeeper.SPEND;
        };
    }

    private static List<Leg> legs(Action action, Instant start) {
        LocalDate first = LocalDate.ofInstant(start, BusinessClock.ZONE);
        LocalDate day = action.day() == 0 ? null : first.plusDays(action.day());
        return action.parts().stream()
                .map(part -> {
                    PostingTemplate template = template(action);
                    Leg leg = Leg.of(
                            account(template.debit(), part.from()),
                            account(template.credit(), part.to()),
                            part.amount());
                    return switch (action.verb()) {
                        case GIVE -> leg.expiringOn(day);
                        case EXPIRE -> day == null ? leg : Leg.expiry(leg.debit(), leg.credit(), leg.amount(), day);
                        case TAKE, MOVE, SPEND -> leg.takingFirst(day);
                        default -> leg;
                    };
                })
                .toList();
    }

    private static AccountRef account(AccountKind kind, long owner) {
        return kind.equals(Bookkeeper.PURSE) ? Bookkeeper.purse(owner) : AccountRef.ofCompany(kind);
    }

    /// Gifts count against the budget and their receiver's day; reversals give back to the budget. What is
    /// held counts
    /// against its owner's day, in value and in number.
    private static List<LimitUse> limits(Action action) {
        int period = action.detail().limited();
        long sum = action.parts().stream().mapToLong(Part::amount).sum();
        if (period == 0) {
            return List.of();
        }
        return switch (action.verb()) {
            case GIVE ->
                List.of(
                        new LimitUse(Bookkeeper.mint(), "budget", "", sum, BUDGET),
                        new LimitUse(
                                Bookkeeper.purse(action.parts().getFirst().to()), "daily", "d" + period, sum, DAILY));
            case TAKE -> List.of(new LimitUse(Bookkeeper.mint(), "budget", "", -sum, BUDGET));
            case HOLD -> {
                AccountRef purse = Bookkeeper.purse(action.parts().getFirst().from());
                yield List.of(
                        new LimitUse(purse, "spent", "d" + period, sum, SPENT),
                        LimitUse.once(purse, "times", "d" + period, TIMES));
            }
            default -> List.of();
        };
    }

    History with(List<Step> other) {
        return new History(seed, rounds, other);
    }

    /// For a reader: a line a command.
    String text() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append("\n  round %d (+%s), lane %d, call %d: %s"
                    .formatted(step.round(), rounds.get(step.round()), step.lane(), step.call(), step.action()));
        }
        return text.toString();
    }
}
