package io.kosh.bench;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Asset;
import io.kosh.ledger.Command;
import io.kosh.ledger.Leg;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.PostingTemplate;
import io.kosh.ledger.Side;
import io.kosh.ledger.SourceKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/// A company's one account that every transfer draws on, bounded by a floor, as a settlement account is.
final class HotAccount {
    /// More than any run spends.
    static final long PLENTY = 1L << 50;

    private static final AccountKind SOURCE = new AccountKind("bench.source", Asset.INR, Side.DEBIT, false);
    private static final AccountKind HOT = new AccountKind("bench.hot", Asset.INR, Side.CREDIT, true);
    private static final AccountKind USER = new AccountKind("bench.user", Asset.INR, Side.CREDIT, true);
    private static final PostingTemplate FUND = new PostingTemplate("bench.fund", SOURCE, HOT);
    private static final PostingTemplate PAY = new PostingTemplate("bench.pay", HOT, USER);
    private static final PostingTemplate GIVE = new PostingTemplate("bench.give", SOURCE, USER);
    private static final Map<String, String> DETAIL = Map.of("event", Company.EVENT);

    private final Engine engine;
    private final Company company;
    private final CompanyKey key;
    private final AtomicLong numbers = new AtomicLong();

    HotAccount(Engine engine, Company company, CompanyKey key) {
        this.engine = engine;
        this.company = company;
        this.key = key;
    }

    Company company() {
        return company;
    }

    void fund(long amount) {
        Leg leg = Leg.of(AccountRef.ofCompany(SOURCE), AccountRef.ofCompany(HOT), amount);
        good(engine.submit(key, post("bench.fund", FUND, leg)));
    }

    /// Pays a user; false where the floor refused it.
    boolean pay(long user, long amount) {
        Leg leg = Leg.of(AccountRef.ofCompany(HOT), new AccountRef(USER, user), amount);
        return switch (engine.submit(key, post("bench.pay", PAY, leg))) {
            case Outcome.Posted _ -> true;
            case Outcome.Refused _ -> false;
        };
    }

    /// Pays one of so many users, chosen at random.
    boolean payAnyone(int users) {
        return pay(1 + ThreadLocalRandom.current().nextInt(users), 1);
    }

    Load.Worker paying(int users) {
        return () -> payAnyone(users);
    }

    /// Gives some users in a row something from one of several sources, all in one transaction.
    void give(int source, long firstUser, int count) {
        List<Command> commands = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Leg leg = Leg.of(new AccountRef(SOURCE, source), new AccountRef(USER, firstUser + i), 1);
            commands.add(post("bench.give", GIVE, leg));
        }
        engine.postAll(key, commands).forEach(HotAccount::good);
    }

    private Command post(String kind, PostingTemplate template, Leg leg) {
        SourceKey source = new SourceKey(kind, "bench-" + numbers.incrementAndGet());
        String request = leg.credit().owner() + "\n" + leg.amount();
        return new Command.Post(source, request, template, List.of(leg), List.of(), DETAIL, false);
    }

    private static void good(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            throw new BenchFailure("The ledger refused what it should take: " + refused + ".");
        }
    }

    /// The company's books must be right, or no figure counts.
    void check() throws IOException {
        if (!company.audit().balanced()) {
            throw new BenchFailure("The audit found the books wrong.");
        }
    }
}
