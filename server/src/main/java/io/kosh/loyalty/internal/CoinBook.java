package io.kosh.loyalty.internal;

import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Asset;
import io.kosh.ledger.PostingTemplate;
import io.kosh.ledger.Side;

/// The coin accounts of a company's books and the ways in which coins move between them.
final class CoinBook {
    /// What the company has issued.
    static final AccountKind ISSUANCE = new AccountKind("coins.issuance", Asset.COIN, Side.DEBIT, false);

    /// What a user holds; the company owes it.
    static final AccountKind USER = new AccountKind("coins.user", Asset.COIN, Side.CREDIT, true);

    /// What users have spent.
    static final AccountKind REDEEMED = new AccountKind("coins.redeemed", Asset.COIN, Side.CREDIT, false);

    /// What ended unspent.
    static final AccountKind EXPIRED = new AccountKind("coins.expired", Asset.COIN, Side.CREDIT, false);

    static final PostingTemplate ALLOCATE = new PostingTemplate("coins.allocate", ISSUANCE, USER);
    static final PostingTemplate REVERSE = new PostingTemplate("coins.reverse", USER, ISSUANCE);
    static final PostingTemplate BURN = new PostingTemplate("coins.burn", USER, REDEEMED);
    static final PostingTemplate EXPIRE = new PostingTemplate("coins.expire", USER, EXPIRED);

    private CoinBook() {}

    static AccountRef issuance() {
        return AccountRef.ofCompany(ISSUANCE);
    }

    static AccountRef user(long userKey) {
        return new AccountRef(USER, userKey);
    }
}
