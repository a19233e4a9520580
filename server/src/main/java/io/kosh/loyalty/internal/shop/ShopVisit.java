package io.kosh.loyalty.internal.shop;

import io.kosh.cards.HolderSessions.SignedIn;
import io.kosh.cards.PointHistory.Ending;
import io.kosh.cards.PointHistory.Purse;
import io.kosh.platform.Moment;
import org.jspecify.annotations.Nullable;

/// What every page of the shop shows of whoever looks at it.
///
/// @param inCart how many vouchers wait in the cart
record ShopVisit(SignedIn signedIn, Purse purse, int inCart) {

    @Nullable
    String name() {
        return signedIn.name();
    }

    String formToken() {
        return signedIn.formToken();
    }

    String available() {
        return ShopTexts.points(purse.available());
    }

    /// Null for nothing.
    @Nullable
    String reserved() {
        return purse.reserved() == 0 ? null : ShopTexts.points(purse.reserved());
    }

    /// What ends next, null for nothing.
    @Nullable
    String ending() {
        Ending ending = purse.endsNext();
        return ending == null ? null : ShopTexts.points(ending.amount());
    }

    @Nullable
    String endingOn() {
        Ending ending = purse.endsNext();
        return ending == null ? null : Moment.day(ending.lastDay());
    }
}
