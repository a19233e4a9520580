package io.kosh.messages.internal;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How messages are sent, bound from `kosh.messages.*`. Every default is here.
///
/// @param retries    the pauses after the first, second, ... failed try; after the last one it is given up
/// @param timeout    how long one try may take in all
/// @param look       the pause between two looks for what is due, beside the signal at each commit
/// @param underWay   the most messages that this server sends at the same time
/// @param perCompany the most of one company
/// @param keep       how long the log knows what was sent or given up
@ConfigurationProperties("kosh.messages")
record MessageSettings(
        @DefaultValue({"1m", "5m", "30m", "2h"}) List<Duration> retries,
        @DefaultValue("15s") Duration timeout,
        @DefaultValue("15s") Duration look,
        @DefaultValue("16") int underWay,
        @DefaultValue("8") int perCompany,
        @DefaultValue("30d") Duration keep) {

    /// How long a claim counts: what a server took and did not end by then, another one takes.
    Duration lease() {
        return timeout.multipliedBy(4);
    }
}
