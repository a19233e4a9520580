package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How cards with a number are made, bound from `kosh.cards.*`.
///
/// @param validityYears for how long a number is good
/// @param firstLoad     rupees that may be on a card before its holder is known and has accepted the terms
@ConfigurationProperties("kosh.cards")
record CardSettings(
        @DefaultValue("5") int validityYears,
        @DefaultValue("100") BigDecimal firstLoad) {
    private static final int LONGEST = 20;

    CardSettings {
        if (validityYears < 1 || validityYears > LONGEST) {
            throw Fields.invalid("kosh.cards.validity-years", "is a whole number from 1 to " + LONGEST);
        }
        Amounts.minor("kosh.cards.first-load", firstLoad);
    }

    long firstLoadMinor() {
        return Amounts.minor("kosh.cards.first-load", firstLoad);
    }
}
