package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.LotView;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a holder has in points, and until when.
@Component
final class HolderPoints {
    private final Database database;
    private final CardStore cards;
    private final PendingPointStore pending;
    private final Ledger ledger;
    private final BusinessClock clock;

    HolderPoints(Database database, CardStore cards, PendingPointStore pending, Ledger ledger, BusinessClock clock) {
        this.database = database;
        this.cards = cards;
        this.pending = pending;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// A card's points, in hundredths.
    ///
    /// @param available can be spent now
    /// @param reserved  held for what is being bought
    /// @param lots      what can be spent or is held, soonest to end first
    /// @param promised  what does not count yet, soonest to start first
    record Holding(Card card, long available, long reserved, List<Lot> lots, List<PendingPoints> promised) {
        long pending() {
            return promised.stream().mapToLong(PendingPoints::amount).sum();
        }
    }

    /// Points that end together.
    ///
    /// @param expiresOn null: never
    record Lot(long amount, @Nullable LocalDate expiresOn) {}

    Holding of(CompanyRef company, String cardId) {
        CompanyKey key = company.key();
        return database.inCompany(key, () -> {
            Card card = cards.existing(key, cardId);
            card.requirePoints();
            AccountView account = ledger.account(key, card.ledgerAccount());
            List<PendingPoints> promised = pending.ofCard(key, card.key());
            if (account == null) {
                return new Holding(card, 0, 0, List.of(), promised);
            }
            LocalDate today = clock.today(key);
            List<Lot> lots = new ArrayList<>();
            long endless = account.balance();
            for (LotView lot : ledger.lots(key, card.ledgerAccount())) {
                endless -= lot.remaining();
                if (lot.expiresOn().isAfter(today)) {
                    lots.add(new Lot(lot.remaining(), lot.expiresOn()));
                }
            }
            if (endless > 0) {
                lots.add(new Lot(endless, null));
            }
            return new Holding(card, account.available(), account.pendingDebits(), lots, promised);
        });
    }
}
