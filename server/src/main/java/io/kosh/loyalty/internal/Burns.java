package io.kosh.loyalty.internal;

import io.kosh.identity.Identity;
import io.kosh.identity.User;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.HoldState;
import io.kosh.ledger.HoldView;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.Outcome.Reason;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Spending coins in two steps: reserve, then commit or release. What is never ended is released by its time.
@Component
final class Burns {
    private final Database database;
    private final Coins coins;
    private final Identity identity;
    private final Ledger ledger;
    private final BusinessClock clock;

    Burns(Database database, Coins coins, Identity identity, Ledger ledger, BusinessClock clock) {
        this.database = database;
        this.coins = coins;
        this.identity = identity;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// A burn as it stands.
    ///
    /// @param amount    coins reserved
    /// @param committed coins spent; the rest went back
    record Burn(String id, String userId, State state, long amount, long committed, Instant expiresAt) {}

    /// The states of a burn, named for its users.
    enum State {
        RESERVED,
        COMMITTED,
        RELEASED,
        TIMED_OUT;

        static State of(HoldState hold) {
            return switch (hold) {
                case HELD -> RESERVED;
                case CAPTURED -> COMMITTED;
                case RELEASED -> RELEASED;
                case TIMED_OUT -> TIMED_OUT;
            };
        }
    }

    /// A request to reserve coins.
    record Reservation(String userId, long amount, String requestId, Duration hold) {
        String request() {
            return userId + '\n' + amount + '\n' + hold.toSeconds();
        }
    }

    Burn reserve(CompanyRef company, Reservation reservation) {
        CompanyKey key = company.key();
        return database.inCompany(key, () -> {
            User user = coins.existing(key, reservation.userId());
            Leg leg = Leg.of(CoinBook.user(user.key()), AccountRef.ofCompany(CoinBook.REDEEMED), reservation.amount());
            Outcome outcome = ledger.post(
                    key,
                    new Command.Hold(
                            new SourceKey("coins.burn", reservation.requestId()),
                            reservation.request(),
                            CoinBook.BURN,
                            List.of(leg),
                            Map.of("userId", reservation.userId()),
                            clock.now(key).plus(reservation.hold())));
            return burn(key, posted(outcome));
        });
    }

    /// Spends what was reserved, or a part of it; the rest goes back.
    ///
    /// @param amount null for all of it
    Burn commit(CompanyRef company, String burnId, @Nullable Long amount) {
        CompanyKey key = company.key();
        return database.inCompany(key, () -> {
            HoldView hold = existing(key, burnId);
            long spent = amount == null ? hold.amount() : amount;
            SourceKey source = new SourceKey("coins.burn-commit", burnId);
            Outcome outcome = ledger.post(
                    key, new Command.Capture(source, Long.toString(spent), hold.transfer(), List.of(spent), Map.of()));
            if (outcome instanceof Outcome.Refused(var reason, var _) && reason == Reason.SOURCE_REUSED) {
                throw Refusal.ofField(
                        LoyaltyError.BURN_COMMITTED_OTHERWISE, "amount", "the burn was committed with another amount");
            }
            posted(outcome);
            return burn(key, hold.transfer());
        });
    }

    Burn release(CompanyRef company, String burnId) {
        CompanyKey key = company.key();
        return database.inCompany(key, () -> {
            long hold = existing(key, burnId).transfer();
            SourceKey source = new SourceKey("coins.burn-release", burnId);
            posted(ledger.post(key, new Command.Release(source, "", hold, false)));
            return burn(key, hold);
        });
    }

    Burn find(CompanyRef company, String burnId) {
        return database.inCompany(company.key(), () -> view(company.key(), existing(company.key(), burnId)));
    }

    private static long posted(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Posted posted -> posted.transfer();
            case Outcome.Refused refused -> throw Coins.refusal(refused);
        };
    }

    private Burn burn(CompanyKey company, long hold) {
        return view(company, existing(company, Long.toString(hold)));
    }

    private Burn view(CompanyKey company, HoldView hold) {
        String userId = identity.userId(company, hold.owner());
        boolean over = hold.state() == HoldState.HELD && !clock.now(company).isBefore(hold.dueAt());
        return new Burn(
                Long.toString(hold.transfer()),
                userId == null ? "" : userId,
                over ? State.TIMED_OUT : State.of(hold.state()),
                hold.amount(),
                hold.captured(),
                hold.dueAt());
    }

    private HoldView existing(CompanyKey company, String burnId) {
        HoldView hold = null;
        try {
            hold = ledger.hold(company, Long.parseLong(burnId));
        } catch (NumberFormatException _) {
            // Not an id of ours: as unknown as any other.
        }
        if (hold == null || !hold.template().equals(CoinBook.BURN.name())) {
            throw Refusal.of(LoyaltyError.BURN_UNKNOWN, "there is no such burn");
        }
        return hold;
    }
}
