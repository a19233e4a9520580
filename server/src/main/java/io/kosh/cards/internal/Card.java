package io.kosh.cards.internal;

import io.kosh.kernel.IdShape;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Asset;

/// A card.
///
/// @param key           internal key, the owner of its account in the ledger
/// @param id            `EKC` + 7
/// @param account       the account that it is under
/// @param userId        the holder, a person of the company
/// @param token         stands for the card in other systems, 20 hexadecimal digits
/// @param administrator whether it is the account's primary card
record Card(
        long key,
        String id,
        Account account,
        String userId,
        String token,
        String maskedNumber,
        CardState state,
        boolean administrator,
        Holder holder) {
    static final IdShape ID = IdShape.alphanumeric("EKC", 7);
    static final IdShape TOKEN = IdShape.hex(20);

    /// What a card knows of its account.
    record Account(long key, String id, Asset asset) {
        CardBook book() {
            return CardBook.of(asset);
        }

        boolean countsPoints() {
            return asset == Asset.POINT;
        }
    }

    Card withKey(long itsKey) {
        return new Card(itsKey, id, account, userId, token, maskedNumber, state, administrator, holder);
    }

    Card in(CardState itsState) {
        return new Card(key, id, account, userId, token, maskedNumber, itsState, administrator, holder);
    }

    AccountRef ledgerAccount() {
        return account.book().cardOf(key);
    }

    /// Refuses where nothing may reach it.
    void requireActive() {
        if (state != CardState.ACTIVE) {
            throw Refusal.of(CardError.CARD_NOT_ACTIVE, "Card is not active: " + state.label());
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

    Refusal holderInactive() {
        return Refusal.of(CardError.CARD_USER_INACTIVE, "The user " + userId + " is inactive");
    }

    static Refusal unknown(String cardId) {
        return Refusal.ofField(CardError.CARD_UNKNOWN, "enKashCardId", "there is no card " + cardId);
    }
}
