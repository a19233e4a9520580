package io.kosh.gateway.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a merchant's refunds come out of, and how its money stands, as the ledger says.
@Component
final class RefundBalances {
    private final Database database;
    private final Ledger ledger;

    RefundBalances(Database database, Ledger ledger) {
        this.database = database;
        this.ledger = ledger;
    }

    /// An account's figures, in paise.
    ///
    /// @param held for refunds that are under way
    record Figures(long balance, long held, long available) {
        static final Figures NOTHING = new Figures(0, 0, 0);

        static Figures of(AccountView account) {
            return new Figures(account.balance(), account.balance() - account.available(), account.available());
        }
    }

    Figures refundBalance(CompanyKey company) {
        return figures(company, List.of(GatewayBook.REFUND_BALANCE))
                .getOrDefault(GatewayBook.REFUND_BALANCE.kind().name(), Figures.NOTHING);
    }

    /// The figures of some accounts of a company's own by the names of their kinds, read at one moment; those without a
    /// transfer are left out.
    Map<String, Figures> figures(CompanyKey company, List<AccountRef> accounts) {
        return database.inCompany(company, () -> ledger.accounts(company, accounts)).stream()
                .collect(Collectors.toMap(AccountView::kind, Figures::of));
    }

    /// Money that a merchant brought in.
    ///
    /// @param after    the refund balance now
    /// @param replayed whether it stood there already
    record Recharge(
            String reference, long amountMinor, long transfer, Instant recordedAt, Figures after, boolean replayed) {}

    /// Brings money in, once a reference.
    Recharge recharge(CompanyKey company, long amountMinor, String reference, @Nullable String remarks) {
        return database.inCompany(company, () -> {
            Command command = new Command.Post(
                    new SourceKey(GatewayBook.RECHARGE.name(), reference),
                    amountMinor + "\n" + remarks,
                    GatewayBook.RECHARGE,
                    List.of(Leg.of(GatewayBook.AT_BANK, GatewayBook.REFUND_BALANCE, amountMinor)),
                    List.of(),
                    remarks == null ? Map.of() : Map.of("remarks", remarks),
                    false);
            return switch (ledger.post(company, command)) {
                case Outcome.Posted(long transfer, Instant at, boolean replayed) ->
                    new Recharge(reference, amountMinor, transfer, at, refundBalance(company), replayed);
                case Outcome.Refused(Outcome.Reason reason, String what) -> throw refusal(reference, reason, what);
            };
        });
    }

    private static RuntimeException refusal(String reference, Outcome.Reason reason, String what) {
        return reason == Outcome.Reason.SOURCE_REUSED
                ? Refusal.ofField(
                        GatewayError.RECHARGE_REUSED,
                        "reference",
                        "the reference " + reference + " was used for another recharge")
                : new IllegalStateException("the ledger refused a recharge: " + reason + " " + what);
    }
}
