package io.kosh.cards.internal;

import io.kosh.cards.internal.CardMoves.Wanted;
import io.kosh.cards.internal.CardSearches.Filled;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Ledger;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.vault.Vault;
import io.kosh.vault.Vault.CardToken;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Giving a card a new number. The card stays what it is: its balance, its limits and its controls hang on it and not
/// on the number, under which no purchase is decided any more.
@Component
final class CardReplacements {
    private final Database database;
    private final CardSearches searches;
    private final ReplacedNumberStore store;
    private final PlasticOrders plastic;
    private final CardMoves moves;
    private final CardOtps otps;
    private final Vault vault;
    private final Ledger ledger;
    private final BusinessClock clock;
    private final CardNews news;
    private final CardSettings settings;

    CardReplacements(
            Database database,
            CardSearches searches,
            ReplacedNumberStore store,
            PlasticOrders plastic,
            CardMoves moves,
            CardOtps otps,
            Vault vault,
            Ledger ledger,
            BusinessClock clock,
            CardNews news,
            CardSettings settings) {
        this.database = database;
        this.searches = searches;
        this.store = store;
        this.plastic = plastic;
        this.moves = moves;
        this.otps = otps;
        this.vault = vault;
        this.ledger = ledger;
        this.clock = clock;
        this.news = news;
        this.settings = settings;
    }

    /// Replaces the number after the holder was asked. Called outside transactions, as [CardOtps#require] is.
    Filled replace(CompanyRef company, @Nullable String accountId, String cardId, OtpAnswer answer, String actor) {
        Card asked = searches.card(company, accountId, cardId);
        replaceable(asked);
        otps.require(company, asked, answer, CardAction.REPLACE_CARD);
        return database.inCompany(
                company.key(), () -> replace(company.key(), searches.locked(company.key(), accountId, cardId), actor));
    }

    /// What was blocked stays blocked, and under a suspended account no card is made.
    private static void replaceable(Card card) {
        card.requireNumber();
        card.requireNotBlocked();
        card.account().requireActive();
    }

    /// A card that was locked because the old number was out of hand can be used again.
    private Filled replace(CompanyKey company, Card card, String actor) {
        replaceable(card);
        YearMonth expiry = YearMonth.from(clock.today(company)).plusYears(settings.validityYears());
        CardToken number = vault.issue(company, expiry);
        long which = store.replace(company, card, number, actor, clock.now(company));
        Card renewed = card.with(number);
        if (card.state() == CardState.LOCKED) {
            renewed = moves.move(company, renewed, new Wanted(CardState.ACTIVE, "number replaced", null, actor));
        }
        plastic.reorder(company, renewed, actor);
        news.replaced(company, renewed, which);
        AccountView account = ledger.account(company, card.ledgerAccount());
        return searches.filled(renewed, account == null ? 0 : account.available());
    }
}
