package io.kosh.gateway.internal;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How refunds are asked for, bound from `kosh.refunds.*`. Every default is here.
///
/// @param pauses       after the first, second, ... time that a rail gave no last word; the last one counts on
/// @param timeout      how long one call to a rail may take in all
/// @param answerWithin how long a merchant's refund waits for its rail before it is answered without
/// @param look         the pause between two looks for what is due
/// @param underWay     the most refunds that this server asks for at the same time
/// @param perCompany   the most of one company
@ConfigurationProperties("kosh.refunds")
record RefundSettings(
        @DefaultValue({"10s", "30s", "1m", "5m", "15m", "30m", "1h"})
        List<Duration> pauses,

        @DefaultValue("10s") Duration timeout,
        @DefaultValue("2s") Duration answerWithin,
        @DefaultValue("2s") Duration look,
        @DefaultValue("16") int underWay,
        @DefaultValue("8") int perCompany) {

    /// How long nobody else asks for what was taken. Asking is two calls at most.
    Duration lease() {
        return timeout.multipliedBy(3);
    }

    /// When to ask again.
    ///
    /// @param asked how often it was asked
    /// @param hint  how long the rail asks to be left alone
    Duration pause(int asked, @Nullable Duration hint) {
        return new Pauses(pauses).nth(asked - 1, hint);
    }
}
