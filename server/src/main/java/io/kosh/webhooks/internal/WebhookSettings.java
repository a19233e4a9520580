package io.kosh.webhooks.internal;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How notifications are sent, bound from `kosh.webhooks.*`. Every default is here.
///
/// @param timeout      connecting and answering together
/// @param retries      the pauses after the first, second, ... failed try; after the last one it is given up
/// @param longestPause the longest pause that a receiver's `Retry-After` is granted
/// @param disableAfter an endpoint to which nothing arrived for so long is disabled
/// @param keep         how long deliveries stay in the log after their end
/// @param poll         the pause between two looks for what is due, beside the signal at each commit
/// @param underWay     the most deliveries that this server has under way
/// @param perCompany   the most of one company
/// @param perEndpoint  the most of one endpoint; one that fails gets one at a time
/// @param jitterSeed   makes the jitter of pauses repeatable
@ConfigurationProperties("kosh.webhooks")
record WebhookSettings(
        @DefaultValue("5s") Duration timeout,

        @DefaultValue({"5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
        List<Duration> retries,

        @DefaultValue("24h") Duration longestPause,
        @DefaultValue("5d") Duration disableAfter,
        @DefaultValue("30d") Duration keep,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("512") int underWay,
        @DefaultValue("64") int perCompany,
        @DefaultValue("16") int perEndpoint,
        @Nullable Long jitterSeed) {

    /// How long a claim counts: what a server took and did not end by then, another one takes.
    Duration lease() {
        return timeout.multipliedBy(4);
    }
}
