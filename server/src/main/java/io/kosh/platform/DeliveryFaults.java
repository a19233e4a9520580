package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What goes wrong with webhooks on their way because somebody wants to see their own program cope with it. Only the
/// sandbox has one; whoever delivers asks it where it is there.
public interface DeliveryFaults {

    /// What is to go wrong with a delivery that is about to go out for the first time; null for nothing. Counts as used
    /// what it gives. Costs one volatile read while nothing waits. Not called inside a transaction.
    ///
    /// @param type the event's type, such as `coins.allocated`
    @Nullable
    DeliveryFault choose(CompanyKey company, String type);

    /// One thing that goes wrong with a webhook.
    ///
    /// @param scenario     its name in the catalogue
    /// @param copies       how many times the same message goes out, 1 or more
    /// @param delay        how long it is kept before it goes out, by real time
    /// @param afterNext    it goes out after the next message to the same endpoint, or after `delay`
    /// @param badSignature its signature is one that no check accepts
    record DeliveryFault(String scenario, int copies, Duration delay, boolean afterNext, boolean badSignature) {}
}
