package io.kosh.cards.internal;

import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Asset;
import io.kosh.ledger.PostingTemplate;
import io.kosh.ledger.Side;
import java.util.List;

/// What only points do: wait for their first day, and end. Both accounts belong to the card account, so that its
/// figures are few rows.
final class PointBook {
    /// What was promised to cards and does not count yet.
    static final AccountKind PENDING = new AccountKind("points.pending", Asset.POINT, Side.CREDIT, true);

    /// What ended unspent: the company's breakage.
    static final AccountKind EXPIRED = new AccountKind("points.expired", Asset.POINT, Side.CREDIT, false);

    /// From the account, to count on a later day.
    static final PostingTemplate PROMISE = new PostingTemplate("points.promise", CardBook.POINTS.account(), PENDING);

    /// The day has come: to the card.
    static final PostingTemplate START = new PostingTemplate("points.start", PENDING, CardBook.POINTS.card());

    /// Back to the account before the day has come.
    static final PostingTemplate WITHDRAW =
            new PostingTemplate("points.withdraw-promise", PENDING, CardBook.POINTS.account());

    static final PostingTemplate EXPIRE = new PostingTemplate("points.expire", CardBook.POINTS.card(), EXPIRED);

    /// What a holder spent, back to the card.
    static final PostingTemplate REFUND =
            new PostingTemplate("points.refund", CardBook.POINTS.spent(), CardBook.POINTS.card());

    static final List<PostingTemplate> TEMPLATES = List.of(PROMISE, START, WITHDRAW, EXPIRE, REFUND);

    private PointBook() {}

    static AccountRef pendingOf(long accountKey) {
        return new AccountRef(PENDING, accountKey);
    }

    static AccountRef expiredOf(long accountKey) {
        return new AccountRef(EXPIRED, accountKey);
    }
}
