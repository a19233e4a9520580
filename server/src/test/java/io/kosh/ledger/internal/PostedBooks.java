package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Command;
import io.kosh.ledger.EntryView;
import io.kosh.ledger.HoldView;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.internal.Picture.Line;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import io.kosh.testing.MovableBusinessClock;
import io.kosh.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Books of a company of their own on PostgreSQL. The company is in no registry, so that no job works on its books.
final class PostedBooks implements TestedBooks {
    private static final AtomicLong COMPANIES = new AtomicLong(900_000_000);
    private static final int PAGE = 200;
    private static final List<AccountRef> ACCOUNTS = List.of(
            Bookkeeper.mint(),
            Bookkeeper.shop(),
            History.money(),
            Bookkeeper.purse(1),
            Bookkeeper.purse(2),
            Bookkeeper.purse(3));

    private final Ledger ledger;
    private final Database database;
    private final JdbcClient jdbc;
    private final MovableBusinessClock time;
    private final WayIn way;
    private final CompanyKey company = new CompanyKey(COMPANIES.incrementAndGet());
    private final Instant start;

    /// Starts at ten in the morning of the day after the clock's.
    PostedBooks(TestServer server, MovableBusinessClock time, WayIn way) {
        this.ledger = server.bean(Ledger.class);
        this.database = server.bean(Database.class);
        this.jdbc = server.bean(JdbcClient.class);
        this.time = time;
        this.way = way;
        this.start = time.today(company)
                .plusDays(1)
                .atTime(10, 0)
                .atZone(BusinessClock.ZONE)
                .toInstant();
        setClock(Duration.ZERO);
    }

    CompanyKey company() {
        return company;
    }

    @Override
    public Instant start() {
        return start;
    }

    @Override
    public void setClock(Duration sinceStart) {
        time.advance(Duration.between(clock(), start.plus(sinceStart)));
    }

    @Override
    public Instant clock() {
        return time.now(company);
    }

    @Override
    public List<Outcome> post(List<Command> commands) {
        return way.post(company, commands);
    }

    @Override
    public int largestCall() {
        return way.largestCall();
    }

    @Override
    public boolean joinsCallers() {
        return way.joinsCallers();
    }

    @Override
    public Map<AccountRef, List<Long>> order() {
        Map<AccountRef, List<Long>> order = new HashMap<>();
        for (AccountRef ref : ACCOUNTS) {
            order.put(ref, lines(ref).stream().map(EntryView::transferId).toList());
        }
        return order;
    }

    private List<EntryView> lines(AccountRef ref) {
        return database.inCompany(company, () -> {
            List<EntryView> lines = new ArrayList<>();
            Long after = null;
            Page<EntryView> page;
            do {
                page = ledger.history(company, ref, new Page.Request(PAGE, after));
                lines.addAll(page.items());
                after = lines.isEmpty() ? null : lines.getLast().version();
            } while (page.nextCursor() != null);
            return lines.reversed();
        });
    }

    @Override
    public Picture picture(Set<Long> holds) {
        Picture picture = new Picture();
        for (AccountRef ref : ACCOUNTS) {
            database.inCompany(company, () -> draw(picture, ref));
            for (EntryView line : lines(ref)) {
                long posted = line.debit() + line.credit();
                picture.line(
                        ref,
                        line.version(),
                        new Line(
                                line.transferId(),
                                line.side(),
                                posted,
                                line.pending(),
                                line.balance(),
                                line.recordedAt()));
            }
        }
        for (long id : holds) {
            HoldView hold =
                    database.inCompany(company, () -> Objects.requireNonNull(ledger.hold(company, id), "no such hold"));
            picture.hold(id, hold.state(), hold.captured());
        }
        return picture;
    }

    private boolean draw(Picture picture, AccountRef ref) {
        AccountView view = ledger.account(company, ref);
        if (view == null || view.version() == 0) {
            return false;
        }
        List<Long> stored =
                List.of(view.postedDebits(), view.postedCredits(), view.pendingDebits(), view.pendingCredits());
        picture.numbers(ref, view.balance(), view.available(), stored, view.version());
        ledger.lots(company, ref).forEach(lot -> picture.lot(ref, lot.expiresOn(), lot.remaining(), lot.held()));
        jdbc.sql("select name, period, used from ledger.limit_use where company_id = ? and account_id = ?")
                .params(company.value(), view.id())
                .query(row -> {
                    picture.limit(ref, row.getString(1) + "/" + row.getString(2), row.getLong(3));
                });
        return true;
    }
}
