package io.kosh.ledger.internal;

import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Asset;
import io.kosh.ledger.Command;
import io.kosh.ledger.Leg;
import io.kosh.ledger.LimitUse;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.PostingTemplate;
import io.kosh.ledger.Side;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.BusinessClock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Books in memory for tests of [Decider]: keeps what it decided and asks it again with that.
final class Bookkeeper {
    static final AccountKind MINT = new AccountKind("test.mint", Asset.COIN, Side.DEBIT, false);
    static final AccountKind PURSE = new AccountKind("test.purse", Asset.COIN, Side.CREDIT, true);
    static final AccountKind SHOP = new AccountKind("test.shop", Asset.COIN, Side.CREDIT, false);
    static final PostingTemplate GIVE = new PostingTemplate("test.give", MINT, PURSE);
    static final PostingTemplate SPEND = new PostingTemplate("test.spend", PURSE, SHOP);
    static final PostingTemplate TAKE = new PostingTemplate("test.take", PURSE, MINT);

    private final Map<AccountRef, AccountState> accounts = new HashMap<>();
    private final Map<Long, Held> holds = new HashMap<>();
    private final Map<SourceKey, Books.Known> known = new HashMap<>();
    private final List<Books.Entry> entries = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private LocalDate today = LocalDate.of(2026, 11, 22);
    private long nextTransfer = 1;

    static AccountRef mint() {
        return AccountRef.ofCompany(MINT);
    }

    static AccountRef shop() {
        return AccountRef.ofCompany(SHOP);
    }

    static AccountRef purse(long owner) {
        return new AccountRef(PURSE, owner);
    }

    void advanceTo(LocalDate day) {
        today = day;
        now = day.atStartOfDay(java.time.ZoneId.of("Asia/Kolkata")).toInstant();
    }

    void setClock(Instant to) {
        now = to;
        today = LocalDate.ofInstant(to, BusinessClock.ZONE);
    }

    void setBack(java.time.Duration by) {
        now = now.minus(by);
    }

    Instant now() {
        return now;
    }

    Outcome run(Command command) {
        return runAll(List.of(command)).getFirst();
    }

    List<Outcome> runAll(List<Command> commands) {
        List<Books.Numbered> numbered = new ArrayList<>();
        for (Command command : commands) {
            refs(command).forEach(ref -> accounts.computeIfAbsent(ref, this::open));
            numbered.add(new Books.Numbered(command, nextTransfer++, BookStore.hash(command.request())));
        }
        Map<SourceKey, UUID> taken = new HashMap<>();
        numbered.forEach(each -> taken.putIfAbsent(each.command().source(), each.request()));
        Books.State before =
                new Books.State(now, today, Map.copyOf(accounts), Map.copyOf(holds), Map.copyOf(known), taken);
        Books.Decision decision = Decider.decide(before, numbered);
        accounts.putAll(decision.accounts());
        holds.putAll(decision.holds());
        entries.addAll(decision.entries());
        for (Books.Transfer transfer : decision.transfers()) {
            String request = commands.stream()
                    .filter(command -> command.source().equals(transfer.source()))
                    .findFirst()
                    .orElseThrow()
                    .request();
            known.put(
                    transfer.source(), new Books.Known(transfer.id(), BookStore.hash(request), transfer.recordedAt()));
        }
        return decision.outcomes();
    }

    private AccountState open(AccountRef ref) {
        Long floor = ref.kind().floored() ? 0L : null;
        return new AccountState(accounts.size() + 1L, ref, Numbers.ZERO, 0, null, floor, new TreeMap<>(), Map.of());
    }

    private List<AccountRef> refs(Command command) {
        return switch (command) {
            case Command.Post post ->
                post.legs().stream()
                        .flatMap(leg -> List.of(leg.debit(), leg.credit()).stream())
                        .toList();
            case Command.Hold hold ->
                hold.legs().stream()
                        .flatMap(leg -> List.of(leg.debit(), leg.credit()).stream())
                        .toList();
            case Command.Capture _, Command.Release _ -> List.of();
        };
    }

    AccountState account(AccountRef ref) {
        return accounts.getOrDefault(ref, open(ref));
    }

    long balance(AccountRef ref) {
        return account(ref).numbers().balance(ref.kind().normal());
    }

    long available(AccountRef ref) {
        AccountState state = account(ref);
        return WorkingAccount.available(state.numbers(), ref.kind().normal(), state.lots(), today);
    }

    Held hold(long transfer) {
        Held held = holds.get(transfer);
        if (held == null) {
            throw new AssertionError("no hold " + transfer);
        }
        return held;
    }

    List<Books.Entry> entries() {
        return entries;
    }

    Map<AccountRef, AccountState> accounts() {
        return accounts;
    }

    static SourceKey source(String id) {
        return new SourceKey("test", id);
    }

    static Command.Post give(String id, long owner, long amount) {
        return post(id, GIVE, Leg.of(mint(), purse(owner), amount), List.of());
    }

    static Command.Post give(String id, long owner, long amount, LocalDate expiresOn) {
        Leg leg = Leg.of(mint(), purse(owner), amount).expiringOn(expiresOn);
        return post(id, GIVE, leg, List.of());
    }

    static Command.Post give(String id, long owner, long amount, LimitUse limit) {
        return post(id, GIVE, Leg.of(mint(), purse(owner), amount), List.of(limit));
    }

    static Command.Post spend(String id, long owner, long amount) {
        return post(id, SPEND, Leg.of(purse(owner), shop(), amount), List.of());
    }

    static Command.Post take(String id, Leg leg, boolean waiveFloor) {
        return new Command.Post(source(id), "", TAKE, List.of(leg), List.of(), Map.of(), waiveFloor);
    }

    private static Command.Post post(String id, PostingTemplate template, Leg leg, List<LimitUse> limits) {
        return new Command.Post(
                source(id), Long.toString(leg.amount()), template, List.of(leg), limits, Map.of(), false);
    }

    Command.Hold hold(String id, long owner, long amount, LimitUse... limits) {
        Leg leg = Leg.of(purse(owner), shop(), amount);
        Instant due = now.plusSeconds(600);
        return new Command.Hold(source(id), "", SPEND, List.of(leg), List.of(limits), Map.of(), due);
    }

    static Command.Capture capture(String id, long hold, Long... amounts) {
        return new Command.Capture(source(id), List.of(amounts).toString(), hold, List.of(amounts), Map.of());
    }

    static Command.Release release(String id, long hold) {
        return new Command.Release(source(id), "", hold, false);
    }
}
