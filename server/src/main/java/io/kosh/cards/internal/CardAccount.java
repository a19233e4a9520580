package io.kosh.cards.internal;

import io.kosh.kernel.IdShape;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.Asset;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A card account: holds what a company gives to the cards under it.
///
/// @param key       internal key, the owner of its accounts in the ledger
/// @param id        `CA` + 7
/// @param asset     what it counts, as it was opened
/// @param title     what it is called
/// @param plan      the plan that it was opened under
/// @param email     of the company's administrator
/// @param mobile    of the company's administrator
/// @param partnerId the partner that opened it, where one said so
/// @param state     whether anything may be spent, given or made under it
/// @param terms     the version of the terms that holders of its cards accept
record CardAccount(
        long key,
        String id,
        AccountType type,
        Asset asset,
        String title,
        String companyName,
        String plan,
        String email,
        String mobile,
        @Nullable String partnerId,
        CardAccountState state,
        int terms,
        Instant createdAt) {
    static final int FIRST_TERMS = 1;
    static final IdShape ID = IdShape.alphanumeric("CA", 7);

    CardAccount withKey(long itsKey) {
        return new CardAccount(
                itsKey, id, type, asset, title, companyName, plan, email, mobile, partnerId, state, terms, createdAt);
    }

    CardAccount in(CardAccountState itsState) {
        return new CardAccount(
                key, id, type, asset, title, companyName, plan, email, mobile, partnerId, itsState, terms, createdAt);
    }

    boolean countsPoints() {
        return asset == Asset.POINT;
    }

    CardBook book() {
        return CardBook.of(asset);
    }

    /// The account as its cards know it.
    Card.Account ofCards() {
        return new Card.Account(key, id, type, asset, state);
    }

    /// In the documented words.
    static Refusal unknown(String companyId, String accountId) {
        return Refusal.ofField(
                CardError.CARD_ACCOUNT_UNKNOWN,
                "cardAccountId",
                "Card account not found for companyId: [" + companyId + "] and cardAccountId: [" + accountId + "]");
    }

    @Override
    public String toString() {
        return "the card account " + id;
    }
}
