package io.kosh.cards.internal;

import io.kosh.kernel.IdShape;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Asset;
import io.kosh.vault.Vault.CardToken;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A card.
///
/// @param key           internal key, the owner of its account in the ledger
/// @param id            `EKC` + 7
/// @param account       the account that it is under
/// @param userId        the holder, a person of the company
/// @param token         stands for the card in other systems, 20 hexadecimal digits; the vault's, where it has a number
/// @param expiry        the last month in which its number is good; null where it has none
/// @param administrator whether it is the account's primary card
/// @param gates         what its holder has passed
record Card(
        long key,
        String id,
        Account account,
        String userId,
        String token,
        String maskedNumber,
        @Nullable YearMonth expiry,
        CardState state,
        boolean administrator,
        Gates gates,
        Holder holder) {
    static final IdShape ID = IdShape.alphanumeric("EKC", 7);
    static final IdShape TOKEN = IdShape.hex(20);

    /// What a card knows of its account.
    record Account(long key, String id, AccountType type, Asset asset, CardAccountState state) {
        /// Refuses where nothing may be spent, given or made under it.
        void requireActive() {
            if (state != CardAccountState.ACTIVE) {
                throw Unusable.ACCOUNT_SUSPENDED.refusal();
            }
        }

        CardBook book() {
            return CardBook.of(asset);
        }

        boolean countsPoints() {
            return asset == Asset.POINT;
        }
    }

    /// What a holder must have passed before a card with a number can be used.
    ///
    /// @param kyc      how well the holder is known
    /// @param accepted the version of the terms that was accepted for this card, 0 for none
    /// @param latest   the version that counts
    record Gates(Kyc kyc, int accepted, int latest) {
        boolean termsAccepted() {
            return accepted >= latest;
        }
    }

    Card withKey(long itsKey) {
        return new Card(itsKey, id, account, userId, token, maskedNumber, expiry, state, administrator, gates, holder);
    }

    Card with(Gates passed) {
        return new Card(key, id, account, userId, token, maskedNumber, expiry, state, administrator, passed, holder);
    }

    /// The same card under another number.
    Card with(CardToken number) {
        return new Card(
                key,
                id,
                account,
                userId,
                number.token(),
                number.maskedNumber(),
                number.expiry(),
                state,
                administrator,
                gates,
                holder);
    }

    boolean hasNumber() {
        return expiry != null;
    }

    void requireNumber() {
        if (!hasNumber()) {
            throw numberless();
        }
    }

    /// Two digits; empty where it ends in no month.
    String expiryMonth() {
        return expiry == null ? "" : String.format(Locale.ROOT, "%02d", expiry.getMonthValue());
    }

    /// Four digits; empty where it ends in no year.
    String expiryYear() {
        return expiry == null ? "" : Integer.toString(expiry.getYear());
    }

    Card in(CardState itsState) {
        return new Card(key, id, account, userId, token, maskedNumber, expiry, itsState, administrator, gates, holder);
    }

    AccountRef ledgerAccount() {
        return account.book().cardOf(key);
    }

    /// Why nothing can be spent with it on a day, the first reason first; null where it can be used. Whether its holder
    /// is an active person is known elsewhere. This is what an authorisation asks.
    @Nullable
    Unusable unusable(LocalDate today) {
        Unusable closed = switch (state) {
            case ACTIVATING -> Unusable.NOT_ACTIVATED;
            case LOCKED -> Unusable.LOCKED;
            case BLOCKED -> Unusable.BLOCKED;
            case ACTIVE -> null;
        };
        if (closed != null) {
            return closed;
        }
        if (account.state() != CardAccountState.ACTIVE) {
            return Unusable.ACCOUNT_SUSPENDED;
        }
        return isExpired(today) ? Unusable.EXPIRED : gate();
    }

    private boolean isExpired(LocalDate today) {
        return expiry != null && today.isAfter(expiry.atEndOfMonth());
    }

    /// Whether nobody will ever spend what is on it, as long as it has the number that it has.
    boolean isOver(LocalDate today) {
        return state == CardState.BLOCKED || isExpired(today);
    }

    /// Which gate its holder has not passed yet, null for none. A gift's receiver need not be known.
    @Nullable
    Unusable gate() {
        if (!hasNumber()) {
            return null;
        }
        if (gates.kyc() == Kyc.NONE && account.type() != AccountType.GIFT) {
            return Unusable.KYC_MISSING;
        }
        return gates.termsAccepted() ? null : Unusable.TERMS_NOT_ACCEPTED;
    }

    /// Refuses where its state lets nobody use it.
    void requireActive() {
        if (state != CardState.ACTIVE) {
            throw inactive();
        }
    }

    private Refusal inactive() {
        return Refusal.of(CardError.CARD_NOT_ACTIVE, "Card is not active: " + state.label());
    }

    /// Refuses where nothing may be put on it. A card with a number may be filled before it is activated and before its
    /// holder has passed the gates; how far is a matter of limits.
    void requireReceiving(LocalDate today) {
        account.requireActive();
        boolean filling = hasNumber() && state == CardState.ACTIVATING;
        if (state != CardState.ACTIVE && !filling) {
            throw inactive();
        }
        if (isExpired(today)) {
            throw Unusable.EXPIRED.refusal();
        }
    }

    /// Refuses where nothing can happen to it any more.
    void requireNotBlocked() {
        if (state == CardState.BLOCKED) {
            requireActive();
        }
    }

    Refusal numberless() {
        return Refusal.ofField(CardError.CARD_NUMBERLESS, "enKashCardId", "the card " + id + " has no number");
    }

    void requirePoints() {
        if (!account.countsPoints()) {
            throw Refusal.of(CardError.CARD_ACCOUNT_NOT_POINTS, "the card " + id + " carries rupees, not points");
        }
    }

    Refusal holderInactive() {
        return Refusal.of(CardError.CARD_USER_INACTIVE, "The user " + userId + " is inactive");
    }

    static Refusal unknown(String cardId) {
        return Refusal.ofField(CardError.CARD_UNKNOWN, "enKashCardId", "there is no card " + cardId);
    }
}
