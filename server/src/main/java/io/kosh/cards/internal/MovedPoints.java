package io.kosh.cards.internal;

import io.kosh.cards.PointHistory;
import io.kosh.cards.internal.CardTransactionStore.Filter;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.LotView;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The door: a card's account in the ledger, and the movements of the card.
@Component
final class MovedPoints implements PointHistory {
    private final Database database;
    private final CardStore cards;
    private final CardTransactionStore transactions;
    private final PendingPointStore pending;
    private final Ledger ledger;
    private final BusinessClock clock;

    MovedPoints(
            Database database,
            CardStore cards,
            CardTransactionStore transactions,
            PendingPointStore pending,
            Ledger ledger,
            BusinessClock clock) {
        this.database = database;
        this.cards = cards;
        this.transactions = transactions;
        this.pending = pending;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public Purse purse(CompanyRef company, String cardId) {
        return database.inCompany(company.key(), () -> {
            Card card = cards.existing(company.key(), cardId);
            AccountView account = ledger.account(company.key(), card.ledgerAccount());
            Start startsNext = startsNext(company.key(), card);
            return account == null
                    ? new Purse(0, 0, startsNext, null)
                    : new Purse(
                            account.available(), account.pendingDebits(), startsNext, endsNext(company.key(), card));
        });
    }

    private @Nullable Start startsNext(CompanyKey company, Card card) {
        List<PendingPoints> waiting = pending.ofCard(company, card.key());
        if (waiting.isEmpty()) {
            return null;
        }
        LocalDate first = waiting.getFirst().startsOn();
        return new Start(
                waiting.stream()
                        .filter(each -> each.startsOn().equals(first))
                        .mapToLong(PendingPoints::amount)
                        .sum(),
                first);
    }

    private @Nullable Ending endsNext(CompanyKey company, Card card) {
        LocalDate today = clock.today(company);
        for (LotView lot : ledger.lots(company, card.ledgerAccount())) {
            long left = lot.remaining() - lot.held();
            if (left > 0 && lot.expiresOn().isAfter(today)) {
                return new Ending(left, lot.expiresOn().minusDays(1));
            }
        }
        return null;
    }

    @Override
    public List<Movement> movements(CompanyRef company, String cardId, long offset, int most) {
        return database.inCompany(company.key(), () -> {
            Card card = cards.existing(company.key(), cardId);
            return transactions.page(company.key(), ofCard(card), offset, most).stream()
                    .map(MovedPoints::movement)
                    .toList();
        });
    }

    private static Filter ofCard(Card card) {
        return new Filter(card.account().key(), card.key(), null, null, null, null, null, null, null, null, null);
    }

    private static Movement movement(CardTransaction done) {
        return new Movement(
                done.id(),
                done.type().name(),
                done.credit(),
                done.amount(),
                done.cardBalance(),
                done.remarks(),
                done.recordedAt());
    }
}
