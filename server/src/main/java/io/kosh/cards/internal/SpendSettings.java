package io.kosh.cards.internal;

import io.kosh.cards.PurchaseChannel;
import io.kosh.kernel.Fields;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long an authorisation holds, bound from `kosh.cards.spending.*`.
///
/// @param holdFor    until it is given back, where nothing clears it
/// @param atmHoldFor the same in a cash machine, which clears within the day
@ConfigurationProperties("kosh.cards.spending")
record SpendSettings(
        @DefaultValue("7d") Duration holdFor,
        @DefaultValue("1d") Duration atmHoldFor) {
    SpendSettings {
        if (!holdFor.isPositive() || !atmHoldFor.isPositive()) {
            throw Fields.invalid("kosh.cards.spending", "holds for some time");
        }
    }

    Instant due(PurchaseChannel channel, Instant now) {
        return now.plus(channel == PurchaseChannel.ATM ? atmHoldFor : holdFor);
    }
}
