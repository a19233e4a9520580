package io.kosh.loyalty.internal.shop;

import io.kosh.cards.HolderSessions.SignedIn;
import io.kosh.cards.PointHistory.Ending;
import io.kosh.cards.PointHistory.Purse;
import io.kosh.cards.PointHistory.Start;
import io.kosh.platform.Moment;
import org.jspecify.annotations.Nullable;

/// What every page of the shop shows of whoever looks at it; templates see its public methods only.
///
/// @param inCart how many vouchers wait in the cart
record ShopVisit(SignedIn signedIn, Purse purse, int inCart) {

    public @Nullable String name() {
        return signedIn.name();
    }

    public String formToken() {
        return signedIn.formToken();
    }

    public String available() {
        return ShopTexts.points(purse.available());
    }

    /// Null for nothing.
    public @Nullable String reserved() {
        return purse.reserved() == 0 ? null : ShopTexts.points(purse.reserved());
    }

    /// What begins to count next, null for nothing.
    public @Nullable String starting() {
        Start start = purse.startsNext();
        return start == null ? null : ShopTexts.points(start.amount());
    }

    public @Nullable String startingOn() {
        Start start = purse.startsNext();
        return start == null ? null : Moment.day(start.firstDay());
    }

    /// What ends next, null for nothing.
    public @Nullable String ending() {
        Ending ending = purse.endsNext();
        return ending == null ? null : ShopTexts.points(ending.amount());
    }

    public @Nullable String endingOn() {
        Ending ending = purse.endsNext();
        return ending == null ? null : Moment.day(ending.lastDay());
    }
}
