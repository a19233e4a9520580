package io.kosh.gateway.internal;

import io.kosh.gateway.internal.GatewaySumStore.Sums;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Ledger;
import io.kosh.platform.StateCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Holds what payments and refunds say against the books: nothing that payers paid is anywhere but where it should be,
/// nothing goes back twice, and nothing waits that was due.
///
/// The rows are added up between two looks at the books, and count where both looks are the same: each change of a row
/// and what it posts are one commit, so that then all are of one moment, and traffic raises no false alarm.
@Component
final class GatewayConservation implements StateCheck {
    private static final int LOOKS = 50;
    private static final Duration LATE = Duration.ofMinutes(10);
    private static final Duration TOO_LONG = Duration.ofDays(7);

    private static final List<AccountRef> ACCOUNTS = List.of(
            GatewayBook.AT_RAIL,
            GatewayBook.TO_SETTLE,
            GatewayBook.SURCHARGES,
            GatewayBook.GST,
            GatewayBook.FEES,
            GatewayBook.UNAPPLIED,
            GatewayBook.AT_BANK,
            GatewayBook.REFUND_BALANCE,
            GatewayBook.CHARGED_BACK);

    private final GatewaySumStore sums;
    private final Ledger ledger;

    GatewayConservation(GatewaySumStore sums, Ledger ledger) {
        this.sums = sums;
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "gateway.conservation";
    }

    @Override
    public List<String> problems(CompanyKey company, Instant now) {
        List<String> problems = new ArrayList<>(books(company));
        sums.unevenPayments(company)
                .forEach(id -> problems.add("the refunds of the payment " + id + " do not add up to what it says"));
        problems.addAll(sums.overdue(company, now.minus(LATE)));
        problems.addAll(sums.endless(company, now.minus(TOO_LONG)));
        return List.copyOf(problems);
    }

    private List<String> books(CompanyKey company) {
        Map<String, AccountView> before = accounts(company);
        for (int look = 0; look < LOOKS; look++) {
            Sums told = sums.sums(company);
            Map<String, AccountView> after = accounts(company);
            if (before.equals(after)) {
                return problems(told, after);
            }
            before = after;
        }
        return List.of("the books change so fast that they cannot be compared with the payments");
    }

    private Map<String, AccountView> accounts(CompanyKey company) {
        return ledger.accounts(company, ACCOUNTS).stream()
                .collect(Collectors.toMap(AccountView::kind, account -> account));
    }

    private static List<String> problems(Sums told, Map<String, AccountView> books) {
        List<String> problems = new ArrayList<>();
        compare(
                problems,
                "acquirers owe",
                balance(books, GatewayBook.AT_RAIL),
                told.paid() - told.returned() - told.refunded());
        long whose = balance(books, GatewayBook.TO_SETTLE)
                + balance(books, GatewayBook.SURCHARGES)
                + balance(books, GatewayBook.GST)
                + balance(books, GatewayBook.FEES)
                + balance(books, GatewayBook.UNAPPLIED)
                + balance(books, GatewayBook.CHARGED_BACK);
        compare(problems, "merchant, fees, taxes and what stands unapplied have", whose, told.paid() - told.returned());
        compare(
                problems,
                "the refund balance is",
                balance(books, GatewayBook.REFUND_BALANCE),
                balance(books, GatewayBook.AT_BANK) - told.refunded());
        compare(problems, "held of the refund balance is", held(books, GatewayBook.REFUND_BALANCE), told.refunding());
        compare(problems, "held of what stands unapplied is", held(books, GatewayBook.UNAPPLIED), told.returning());
        return problems;
    }

    private static void compare(List<String> problems, String what, long books, long rows) {
        if (books != rows) {
            problems.add(what + " " + books + " paise in the books, and payments and refunds say " + rows);
        }
    }

    private static long balance(Map<String, AccountView> books, AccountRef account) {
        AccountView found = books.get(account.kind().name());
        return found == null ? 0 : found.balance();
    }

    private static long held(Map<String, AccountView> books, AccountRef account) {
        AccountView found = books.get(account.kind().name());
        return found == null ? 0 : found.balance() - found.available();
    }
}
