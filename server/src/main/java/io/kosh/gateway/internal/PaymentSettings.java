package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentMode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How payments are asked for and looked after, bound from `kosh.payments.*`. Every default is here.
///
/// @param pauses       after the first, second, ... time that a rail gave no last word; the last one counts on
/// @param firstLook    when somebody looks whether a payment that was written was asked for; longer than a call takes
/// @param upiPatience  how long a payer has for a payment by UPI
/// @param patience     how long a payer has for any other
/// @param grace        how long after that a bank's word is awaited before the payment is thought lost
/// @param giveUpAfter  for how long a rail is asked about a payment, also about one that is thought lost
/// @param timeout      how long one call to a rail may take in all
/// @param look         the pause between two looks for what is due
/// @param underWay     the most calls to rails for what is due that this server makes at the same time
/// @param perCompany   the most for one company
@ConfigurationProperties("kosh.payments")
record PaymentSettings(
        @DefaultValue({"10s", "20s", "30s", "1m", "2m", "5m", "15m", "30m", "1h"})
        List<Duration> pauses,

        @DefaultValue("30s") Duration firstLook,
        @DefaultValue("5m") Duration upiPatience,
        @DefaultValue("15m") Duration patience,
        @DefaultValue("2m") Duration grace,
        @DefaultValue("72h") Duration giveUpAfter,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("2s") Duration look,
        @DefaultValue("16") int underWay,
        @DefaultValue("8") int perCompany) {

    /// When to ask again.
    ///
    /// @param asked    how often it was asked
    /// @param hint     how long the rail asks to be left alone
    Duration pause(int asked, @Nullable Duration hint) {
        return new Pauses(pauses).nth(asked, hint);
    }

    /// How long a payer has.
    Duration patience(PaymentMode mode) {
        return mode == PaymentMode.UPI ? upiPatience : patience;
    }
}
