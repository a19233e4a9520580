package io.kosh.ledger.internal;

import io.kosh.ledger.internal.History.Action;
import io.kosh.ledger.internal.History.Detail;
import io.kosh.ledger.internal.History.Part;
import io.kosh.ledger.internal.History.Step;
import io.kosh.ledger.internal.History.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes a history out of a seed: the same seed gives the same history.
final class RandomHistory {
    private static final int OWNERS = 3;
    /// Whose floor is waived now and then.
    private static final long DEBTOR = 3;
    /// How far back the steps lie that a duplicate repeats, so that many of them meet while the first is under way.
    private static final int NEAR = 14;

    private final Random random;
    private final long seed;
    private final List<Action> made = new ArrayList<>();
    private final List<Action> holds = new ArrayList<>();
    private Duration clock = Duration.ZERO;

    private RandomHistory(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    static History of(long seed, int lanes) {
        return new RandomHistory(seed).make(lanes);
    }

    private History make(int lanes) {
        List<Duration> rounds = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        int count = 3 + random.nextInt(6);
        for (int round = 0; round < count; round++) {
            rounds.add(clock);
            for (int lane = 0; lane < lanes; lane++) {
                int calls = random.nextInt(5);
                for (int call = 0; call < calls; call++) {
                    int size = random.nextBoolean() ? 1 : 1 + random.nextInt(6);
                    for (int i = 0; i < size; i++) {
                        steps.add(new Step(round, lane, call, next()));
                    }
                }
            }
            clock = clock.plus(
                    switch (random.nextInt(6)) {
                        case 0 -> Duration.ofMinutes(-5);
                        case 1, 2 -> Duration.ofMinutes(10);
                        case 3 -> Duration.ofHours(5);
                        default -> Duration.ofHours(24L + random.nextInt(24));
                    });
        }
        return new History(seed, rounds, steps);
    }

    private Action next() {
        String id = "s" + made.size();
        Action action = made.isEmpty() || random.nextInt(7) > 0 ? fresh(id) : duplicate(id);
        made.add(action);
        if (action.holds()) {
            holds.add(action);
        }
        return action;
    }

    /// The same again, or another body under the same source.
    private Action duplicate(String id) {
        Action first = made.get(made.size() - 1 - random.nextInt(Math.min(NEAR, made.size())));
        return random.nextInt(3) > 0 ? first : fresh(id).under(first.id());
    }

    private Action fresh(String id) {
        int day = 1 + (int) clock.toDays() + random.nextInt(3);
        int limited = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
        return switch (random.nextInt(20)) {
            case 0, 1 -> plain(Verb.GIVE, id, 0, new Detail("", Duration.ZERO, false, limited));
            case 2, 3, 4 -> plain(Verb.GIVE, id, day, new Detail("", Duration.ZERO, false, limited));
            case 5 -> plain(Verb.MOVE, id, random.nextBoolean() ? day : 0, Detail.NONE);
            case 6, 7 -> plain(Verb.SPEND, id, 0, Detail.NONE);
            case 8 ->
                plain(Verb.TAKE, id, random.nextBoolean() ? day : 0, new Detail("", Duration.ZERO, false, limited));
            case 9 -> waived(id, random.nextBoolean() ? day : 0);
            case 10 -> new Action(Verb.EXPIRE, id, List.of(part(owner(), 0, 4)), Math.max(1, day - 2), Detail.NONE);
            case 11 -> plain(Verb.FUND, id, 0, Detail.NONE);
            case 12 -> plain(Verb.PAY, id, 0, Detail.NONE);
            case 13, 14 -> hold(Verb.HOLD, id);
            case 15 -> hold(Verb.HOLD_PAY, id);
            case 16 -> end(Verb.CAPTURE, id, random.nextBoolean() ? List.of() : List.of(part(0, 0, 8)));
            case 17 -> end(Verb.CAPTURE, id, List.of(part(0, 0, 8), part(0, 0, 8)));
            case 18 -> end(Verb.RELEASE, id, random.nextBoolean() ? List.of() : List.of(part(0, 0, 5)));
            default -> end(Verb.TIME_OUT, id, List.of());
        };
    }

    private long owner() {
        return 1L + random.nextInt(OWNERS);
    }

    private Part part(long from, long to, int most) {
        return new Part(from, to, 1L + random.nextInt(most));
    }

    private Action plain(Verb verb, String id, int day, Detail detail) {
        return new Action(verb, id, parts(verb), day, detail);
    }

    private Action waived(String id, int day) {
        return new Action(Verb.TAKE, id, List.of(part(DEBTOR, 0, 15)), day, new Detail("", Duration.ZERO, true, 0));
    }

    private Action hold(Verb verb, String id) {
        Duration due = clock.plus(Duration.ofMinutes(random.nextBoolean() ? 8 : 60L * (1 + random.nextInt(60))));
        int limited = verb == Verb.HOLD && random.nextBoolean() ? 1 + random.nextInt(2) : 0;
        return plain(verb, id, 0, new Detail("", due, false, limited));
    }

    private Action end(Verb verb, String id, List<Part> parts) {
        String hold = holds.isEmpty()
                ? "none"
                : holds.get(Math.max(0, holds.size() - 1 - random.nextInt(6))).id();
        boolean capture = verb == Verb.CAPTURE;
        boolean exceed = capture && random.nextInt(4) == 0;
        boolean open = capture && random.nextInt(3) == 0;
        return new Action(verb, id, parts, 0, new Detail(hold, Duration.ZERO, exceed, 0, open));
    }

    private List<Part> parts(Verb verb) {
        int count = random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1;
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long from = owner();
            Part part = switch (verb) {
                case MOVE -> part(from, 1 + from % OWNERS, 10);
                case GIVE -> part(0, from, 14);
                case SPEND, TAKE, HOLD -> part(from, 0, 10);
                default -> part(0, 0, 10);
            };
            parts.add(part);
        }
        return parts;
    }
}
