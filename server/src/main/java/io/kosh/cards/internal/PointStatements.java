package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Ledger.Balance;
import io.kosh.ledger.Ledger.Movement;
import io.kosh.ledger.Side;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a company owes its holders in points, and how it came to that; every number is a sum over the ledger's lines.
@Component
final class PointStatements {
    private static final CardBook BOOK = CardBook.POINTS;
    /// What moves value between the account and the company, and so no liability.
    private static final Set<String> FUNDINGS =
            Set.of(BOOK.fund().name(), BOOK.unfund().name());

    private final Database database;
    private final CardAccounts accounts;
    private final CardAccountStore store;
    private final Ledger ledger;

    PointStatements(Database database, CardAccounts accounts, CardAccountStore store, Ledger ledger) {
        this.database = database;
        this.accounts = accounts;
        this.store = store;
        this.ledger = ledger;
    }

    /// One month of an account, or the part of it that was asked for, in hundredths.
    ///
    /// @param from      the first day
    /// @param to        the last day
    /// @param opening   owed before the first day, promises included
    /// @param allocated given to cards, or promised
    /// @param takenBack taken back from cards, or promises withdrawn
    /// @param redeemed  spent by holders
    /// @param refunded  given back of what was spent
    /// @param expired   ended unspent: breakage
    /// @param closing   owed after the last day
    /// @param pending   what of the closing was promised and did not count yet
    record Month(
            LocalDate from,
            LocalDate to,
            long opening,
            long allocated,
            long takenBack,
            long redeemed,
            long refunded,
            long expired,
            long closing,
            long pending) {}

    /// Months of an account, oldest first; those in which nothing moved are told, too.
    ///
    /// @param accountId null for all accounts of the company together
    List<Month> statement(CompanyRef company, @Nullable String accountId, LocalDate from, LocalDate to) {
        return database.inCompany(company.key(), () -> {
            List<AccountRef> books = accountId == null
                    ? store.ofPoints(company.key()).stream()
                            .flatMap(key -> books(key).stream())
                            .toList()
                    : books(AccountTerms.points(accounts.existing(company, accountId))
                            .key());
            Instant begin = begin(from);
            long owed = 0;
            long pending = 0;
            for (Balance each : ledger.balancesBefore(company.key(), books, begin)) {
                owed += owed(each);
                pending += each.kind().equals(PointBook.PENDING.name()) ? each.balance() : 0;
            }
            List<Movement> movements = ledger.movements(company.key(), books, begin, begin(to.plusDays(1)));
            List<Month> months = new ArrayList<>();
            for (YearMonth month = YearMonth.from(from);
                    !month.isAfter(YearMonth.from(to));
                    month = month.plusMonths(1)) {
                LocalDate first = month.atDay(1).isBefore(from) ? from : month.atDay(1);
                LocalDate last = month.atEndOfMonth().isAfter(to) ? to : month.atEndOfMonth();
                Sums sums = new Sums();
                for (Movement each : movements) {
                    if (each.month().equals(month)) {
                        sums.add(each);
                    }
                }
                Month made = sums.month(first, last, owed, pending);
                months.add(made);
                owed = made.closing();
                pending = made.pending();
            }
            return months;
        });
    }

    private static List<AccountRef> books(long accountKey) {
        return List.of(
                BOOK.fundingOf(accountKey),
                BOOK.accountOf(accountKey),
                BOOK.spentOf(accountKey),
                PointBook.expiredOf(accountKey),
                PointBook.pendingOf(accountKey));
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(BusinessClock.ZONE).toInstant();
    }

    /// What a balance adds to what is owed: what was brought in and is neither in the account, spent nor ended.
    private static long owed(Balance balance) {
        if (balance.kind().equals(BOOK.funding().name())) {
            return balance.balance();
        }
        return balance.kind().equals(PointBook.PENDING.name())
                        || balance.kind().equals(BOOK.card().name())
                ? 0
                : -balance.balance();
    }

    /// What moved in a month.
    private static final class Sums {
        private long allocated;
        private long takenBack;
        private long redeemed;
        private long refunded;
        private long expired;
        private long pending;

        void add(Movement movement) {
            boolean credit = movement.side() == Side.CREDIT;
            String kind = movement.kind();
            if (kind.equals(BOOK.account().name()) && !FUNDINGS.contains(movement.template())) {
                allocated += credit ? 0 : movement.amount();
                takenBack += credit ? movement.amount() : 0;
            } else if (kind.equals(BOOK.spent().name())) {
                redeemed += credit ? movement.amount() : 0;
                refunded += credit ? 0 : movement.amount();
            } else if (kind.equals(PointBook.EXPIRED.name())) {
                expired += credit ? movement.amount() : -movement.amount();
            } else if (kind.equals(PointBook.PENDING.name())) {
                pending += credit ? movement.amount() : -movement.amount();
            }
        }

        Month month(LocalDate first, LocalDate last, long opening, long pendingBefore) {
            long closing = opening + allocated - takenBack - redeemed + refunded - expired;
            return new Month(
                    first,
                    last,
                    opening,
                    allocated,
                    takenBack,
                    redeemed,
                    refunded,
                    expired,
                    closing,
                    pendingBefore + pending);
        }
    }

    /// What a company's accounts of points hold now, in hundredths.
    ///
    /// @param available can be given
    /// @param onCards   holders can spend it, or it ended and was not posted yet
    /// @param pending   promised to cards
    /// @param redeemed  spent by holders
    /// @param breakage  ended unspent
    record Liability(long available, long onCards, long pending, long redeemed, long breakage) {
        /// What is owed to holders.
        long outstanding() {
            return Math.addExact(onCards, pending);
        }
    }

    Liability liability(CompanyRef company) {
        CompanyKey key = company.key();
        return database.inCompany(key, () -> {
            long available = 0;
            long onCards = 0;
            long pending = 0;
            long redeemed = 0;
            long breakage = 0;
            for (Balance each : ledger.balances(
                    key, List.of(BOOK.account(), BOOK.card(), BOOK.spent(), PointBook.PENDING, PointBook.EXPIRED))) {
                if (each.kind().equals(BOOK.account().name())) {
                    available += each.balance();
                } else if (each.kind().equals(BOOK.card().name())) {
                    onCards += each.balance();
                } else if (each.kind().equals(BOOK.spent().name())) {
                    redeemed += each.balance();
                } else if (each.kind().equals(PointBook.PENDING.name())) {
                    pending += each.balance();
                } else {
                    breakage += each.balance();
                }
            }
            return new Liability(available, onCards, pending, redeemed, breakage);
        });
    }
}
