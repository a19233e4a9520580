package io.kosh.ledger.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.HoldState;
import io.kosh.ledger.Leg;
import io.kosh.ledger.LimitUse;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.Side;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Random histories, each from a seed that its name shows: whatever happens, the books stay books.
class DeciderPropertyTest {
    private static final int STEPS = 400;
    private static final long MOST_BUDGET = 2_000;

    /// Whose floor is waived now and then.
    private static final long DEBTOR = 3;

    @TestFactory
    List<DynamicTest> theBooksStayBooks() {
        return LongStream.range(0, 60)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> history(seed)))
                .toList();
    }

    private void history(long seed) {
        Random random = new Random(seed);
        Bookkeeper books = new Bookkeeper();
        List<Long> holds = new ArrayList<>();
        LocalDate day = LocalDate.of(2026, 11, 22);
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(40) == 0) {
                day = day.plusDays(1 + random.nextInt(3));
                books.advanceTo(day);
            }
            List<Command> batch = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                batch.add(command(random, books, holds, day));
            }
            List<Outcome> outcomes = books.runAll(batch);
            for (int i = 0; i < batch.size(); i++) {
                if (batch.get(i) instanceof Command.Hold
                        && outcomes.get(i) instanceof Outcome.Posted(var transfer, var _, var replayed)
                        && !replayed) {
                    holds.add(transfer);
                }
            }
            check(books, holds, day);
        }
    }

    private static Command command(Random random, Bookkeeper books, List<Long> holds, LocalDate day) {
        String id = Integer.toString(random.nextInt(3_000));
        long owner = 1L + random.nextInt(3);
        long amount = 1L + random.nextInt(50);
        long hold = holds.isEmpty() ? 0 : holds.get(random.nextInt(holds.size()));
        if (random.nextInt(25) == 0) {
            return Bookkeeper.take(id, Leg.of(Bookkeeper.purse(DEBTOR), Bookkeeper.mint(), amount), true);
        }
        return switch (random.nextInt(8)) {
            case 0 -> Bookkeeper.give(id, owner, amount);
            case 1 -> Bookkeeper.give(id, owner, amount, day.plusDays(1 + random.nextInt(5)));
            case 2 ->
                Bookkeeper.give(id, owner, amount, new LimitUse(Bookkeeper.mint(), "budget", "", amount, MOST_BUDGET));
            case 3 -> Bookkeeper.spend(id, owner, amount);
            case 4 -> books.hold(id, owner, amount);
            case 5 -> Bookkeeper.capture(id, hold, amount);
            case 6 -> Bookkeeper.capture(id, hold);
            default -> Bookkeeper.release(id, hold);
        };
    }

    private static void check(Bookkeeper books, List<Long> holds, LocalDate day) {
        Map<Long, Numbers> recomputed = new HashMap<>();
        Map<Long, Long> lines = new HashMap<>();
        for (Books.Entry entry : books.entries()) {
            recomputed.merge(
                    entry.account(),
                    Numbers.ZERO.plus(entry.side(), entry.posted(), entry.pending()),
                    DeciderPropertyTest::sum);
            assertThat(entry.version()).isEqualTo(lines.merge(entry.account(), 1L, Long::sum));
        }
        long debits = 0;
        long credits = 0;
        for (Map.Entry<AccountRef, AccountState> each : books.accounts().entrySet()) {
            AccountState account = each.getValue();
            assertThat(account.numbers()).isEqualTo(recomputed.getOrDefault(account.id(), Numbers.ZERO));
            assertThat(account.version()).isEqualTo(lines.getOrDefault(account.id(), 0L));
            debits += account.numbers().postedDebits();
            credits += account.numbers().postedCredits();
            if (each.getKey().kind().floored()) {
                long available = WorkingAccount.available(account.numbers(), Side.CREDIT, account.lots(), day);
                if (each.getKey().owner() != DEBTOR) {
                    assertThat(available).isNotNegative();
                }
                long free =
                        account.lots().values().stream().mapToLong(Lot::free).sum();
                long unreserved = account.numbers().balance(Side.CREDIT)
                        - account.numbers().reserved(Side.CREDIT);
                assertThat(free).isLessThanOrEqualTo(Math.max(0, unreserved));
                assertThat(account.lots().values()).allMatch(lot -> lot.held() >= 0 && lot.held() <= lot.remaining());
            }
            account.limits().values().forEach(used -> assertThat(used).isBetween(0L, MOST_BUDGET));
        }
        assertThat(debits).isEqualTo(credits);
        long open = holds.stream()
                .map(books::hold)
                .filter(hold -> hold.state() == HoldState.HELD)
                .flatMap(hold -> hold.legs().stream())
                .mapToLong(HeldLeg::amount)
                .sum();
        assertThat(books.account(Bookkeeper.shop()).numbers().pendingCredits()).isEqualTo(open);
    }

    private static Numbers sum(Numbers one, Numbers other) {
        return new Numbers(
                one.postedDebits() + other.postedDebits(),
                one.postedCredits() + other.postedCredits(),
                one.pendingDebits() + other.pendingDebits(),
                one.pendingCredits() + other.pendingCredits());
    }
}
