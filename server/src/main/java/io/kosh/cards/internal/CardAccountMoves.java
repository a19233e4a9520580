package io.kosh.cards.internal;

import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Suspending card accounts and resuming them: each move is kept and told.
@Component
final class CardAccountMoves {
    private static final int MOST_SHOWN = 100;

    private final Database database;
    private final CardAccounts accounts;
    private final CardAccountStore store;
    private final CardAccountMoveStore moves;
    private final BusinessClock clock;
    private final CardNews news;

    CardAccountMoves(
            Database database,
            CardAccounts accounts,
            CardAccountStore store,
            CardAccountMoveStore moves,
            BusinessClock clock,
            CardNews news) {
        this.database = database;
        this.accounts = accounts;
        this.store = store;
        this.moves = moves;
        this.clock = clock;
        this.news = news;
    }

    /// An account with the newest moves of its state, newest first.
    record Story(CardAccount account, List<CardAccountMove> moves) {}

    Story story(CompanyRef company, String accountId) {
        return database.inCompany(company.key(), () -> {
            CardAccount account = accounts.existing(company, accountId);
            return new Story(account, moves.newest(company.key(), account.key(), MOST_SHOWN));
        });
    }

    /// Gives an account a state. One that it has already stays, and nothing is told.
    Story set(CompanyRef company, String accountId, CardAccountState to, @Nullable String reason, String actor) {
        return database.inCompany(company.key(), () -> {
            CardAccount account = store.lock(company.key(), accountId);
            if (account == null) {
                throw CardAccount.unknown(company.id(), accountId);
            }
            CardAccount moved = account;
            if (account.state() != to) {
                moved = account.in(
                        CardAccountState.LIFECYCLE.move(CardError.CARD_ACCOUNT_NOT_ACTIVE, account.state(), to));
                CardAccountMove move = new CardAccountMove(
                        moves.next(company.key(), account.key()),
                        account.state(),
                        to,
                        reason,
                        actor,
                        clock.now(company.key()));
                moves.save(company.key(), account.key(), move);
                news.accountMoved(company.key(), moved, move);
            }
            return new Story(moved, moves.newest(company.key(), account.key(), MOST_SHOWN));
        });
    }
}
