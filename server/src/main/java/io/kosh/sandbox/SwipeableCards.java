package io.kosh.sandbox;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the page that swipes cards asks of those who have cards. In live there is nobody who asks.
public interface SwipeableCards {

    /// A card that has a number.
    ///
    /// @param maskedNumber such as `2004 01XX XXXX XX87`
    /// @param state        in a word
    record Plastic(String cardId, String maskedNumber, String holder, String state) {}

    /// What is on a card.
    ///
    /// @param securityCode the three digits on the back
    record Face(Secret<String> number, YearMonth expiry, Secret<String> securityCode) {}

    /// The company's latest cards, the newest first.
    List<Plastic> latest(CompanyKey company, int most);

    /// Null where the company has no such card with a number.
    @Nullable
    Face face(CompanyKey company, String cardId);
}
