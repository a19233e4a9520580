package io.kosh.loyalty.internal.shop;

import io.kosh.cards.HolderSessions;
import io.kosh.cards.HolderSessions.SignedIn;
import io.kosh.cards.PointHistory;
import io.kosh.platform.OwnAddress;
import io.kosh.platform.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Who spends points with a browser.
@Component
final class ShopVisits {
    private final HolderSessions sessions;
    private final PointHistory points;
    private final Carts carts;
    private final Settings settings;

    ShopVisits(HolderSessions sessions, PointHistory points, Carts carts, Settings settings) {
        this.sessions = sessions;
        this.points = points;
        this.carts = carts;
        this.settings = settings;
    }

    /// Null where nobody is signed in.
    @Nullable
    SignedIn find(@Nullable String cookie) {
        return sessions.find(cookie);
    }

    /// Whether a form came from a page of ours that this session was given.
    boolean sent(SignedIn signedIn, @Nullable String formToken, @Nullable String origin, @Nullable String host) {
        return OwnAddress.sent(origin, host, settings) && signedIn.gave(formToken);
    }

    /// As things are now.
    ShopVisit of(SignedIn signedIn) {
        return new ShopVisit(
                signedIn,
                points.purse(signedIn.company(), signedIn.cardId()),
                carts.of(shopper(signedIn)).stream()
                        .mapToInt(Carts.Filled::quantity)
                        .sum());
    }

    static Shopper shopper(SignedIn signedIn) {
        return new Shopper(signedIn.company(), signedIn.userId());
    }
}
