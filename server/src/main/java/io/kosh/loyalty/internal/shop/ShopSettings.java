package io.kosh.loyalty.internal.shop;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How orders of vouchers are filled, bound from `kosh.vouchers.*`. Every default is here.
///
/// @param pauses       after the first, second, ... time that a supplier gave no last word; the last one counts on
/// @param giveUpAfter  an order that the supplier says it never got is not placed any more when it is so old,
///                     and fails an hour later
/// @param timeout      how long one call to the supplier may take in all
/// @param answerWithin how long an order waits for its vouchers before it is answered without
/// @param look         the pause between two looks for what is due
/// @param underWay     the most orders that this server asks for at the same time
/// @param perCompany   the most of one company
@ConfigurationProperties("kosh.vouchers")
record ShopSettings(
        @DefaultValue({"10s", "1m", "5m", "15m", "30m", "1h"})
        List<Duration> pauses,

        @DefaultValue("24h") Duration giveUpAfter,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("2s") Duration answerWithin,
        @DefaultValue("5s") Duration look,
        @DefaultValue("16") int underWay,
        @DefaultValue("8") int perCompany) {

    /// How long a claim counts: what a server took and did not end by then, another one takes. Asking is two
    /// calls at most.
    Duration lease() {
        return timeout.multipliedBy(4);
    }

    Duration pause(int attempts) {
        return pauses.get(Math.clamp(attempts - 1L, 0, pauses.size() - 1));
    }
}
