package io.kosh.ledger.internal;

import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.internal.Picture.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Books in memory, decided by [Decider] alone.
class DecidedBooks implements TestedBooks {
    private final Bookkeeper books = new Bookkeeper();
    private final Instant start = books.now();

    @Override
    public Instant start() {
        return start;
    }

    @Override
    public void setClock(Duration sinceStart) {
        books.setClock(start.plus(sinceStart));
    }

    @Override
    public Instant clock() {
        return books.now();
    }

    @Override
    public List<Outcome> post(List<Command> commands) {
        return books.runAll(commands);
    }

    @Override
    public int largestCall() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Map<AccountRef, List<Long>> order() {
        Map<AccountRef, List<Long>> order = new HashMap<>();
        books.accounts()
                .forEach((ref, account) -> order.put(
                        ref,
                        entries(account).stream().map(Books.Entry::transfer).toList()));
        return order;
    }

    private List<Books.Entry> entries(AccountState account) {
        return books.entries().stream()
                .filter(entry -> entry.account() == account.id())
                .toList();
    }

    @Override
    public Picture picture(Set<Long> holds) {
        Picture picture = new Picture();
        books.accounts().forEach((ref, account) -> {
            if (account.version() > 0) {
                Numbers numbers = account.numbers();
                List<Long> stored = List.of(
                        numbers.postedDebits(),
                        numbers.postedCredits(),
                        numbers.pendingDebits(),
                        numbers.pendingCredits());
                picture.numbers(ref, books.balance(ref), books.available(ref), stored, account.version());
            }
            entries(account)
                    .forEach(entry -> picture.line(
                            ref,
                            entry.version(),
                            new Line(
                                    entry.transfer(),
                                    entry.side(),
                                    entry.posted(),
                                    entry.pending(),
                                    entry.balance(),
                                    entry.recordedAt())));
            account.lots().forEach((day, lot) -> picture.lot(ref, day, lot.remaining(), lot.held()));
            account.limits().forEach((key, used) -> picture.limit(ref, key.name() + "/" + key.period(), used));
        });
        for (long hold : holds) {
            Held held = books.hold(hold);
            picture.hold(hold, held.state(), held.legs().stream().collect(Collectors.summingLong(HeldLeg::captured)));
        }
        return picture;
    }
}
