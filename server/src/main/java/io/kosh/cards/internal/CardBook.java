package io.kosh.cards.internal;

import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Asset;
import io.kosh.ledger.PostingTemplate;
import io.kosh.ledger.Side;
import java.util.List;

/// The ledger accounts of a card account and its cards, and the ways in which value moves between them. All but those
/// of the cards belong to the card account, so that its figures are few rows however many cards it has.
///
/// @param funding what was brought in
/// @param account what can be given to cards
/// @param card    what is on one card
/// @param spent   what holders have spent
/// @param fund    brings value in
/// @param unfund  takes a funding back
/// @param load    from the account to a card
/// @param unload  from a card back to the account
/// @param spend   a holder spends
record CardBook(
        AccountKind funding,
        AccountKind account,
        AccountKind card,
        AccountKind spent,
        PostingTemplate fund,
        PostingTemplate unfund,
        PostingTemplate load,
        PostingTemplate unload,
        PostingTemplate spend) {

    static final CardBook POINTS =
            of(Asset.POINT, "points", "redeemed", new String[] {"reverse-funding", "allocate", "unallocate", "redeem"});
    static final CardBook RUPEES =
            of(Asset.INR, "cards", "spent", new String[] {"reverse-funding", "load", "unload", "spend"});

    static CardBook of(Asset asset) {
        return switch (asset) {
            case POINT -> POINTS;
            case INR -> RUPEES;
            case COIN -> throw new IllegalArgumentException("no card carries coins");
        };
    }

    private static CardBook of(Asset asset, String area, String spent, String[] verbs) {
        AccountKind funding = new AccountKind(area + ".funding", asset, Side.DEBIT, false);
        AccountKind account = new AccountKind(area + ".account", asset, Side.CREDIT, true);
        AccountKind card = new AccountKind(area + ".card", asset, Side.CREDIT, true);
        AccountKind used = new AccountKind(area + "." + spent, asset, Side.CREDIT, false);
        return new CardBook(
                funding,
                account,
                card,
                used,
                new PostingTemplate(area + ".fund", funding, account),
                new PostingTemplate(area + "." + verbs[0], account, funding),
                new PostingTemplate(area + "." + verbs[1], account, card),
                new PostingTemplate(area + "." + verbs[2], card, account),
                new PostingTemplate(area + "." + verbs[3], card, used));
    }

    List<PostingTemplate> templates() {
        return List.of(fund, unfund, load, unload, spend);
    }

    AccountRef fundingOf(long accountKey) {
        return new AccountRef(funding, accountKey);
    }

    AccountRef accountOf(long accountKey) {
        return new AccountRef(account, accountKey);
    }

    AccountRef cardOf(long cardKey) {
        return new AccountRef(card, cardKey);
    }

    AccountRef spentOf(long accountKey) {
        return new AccountRef(spent, accountKey);
    }
}
