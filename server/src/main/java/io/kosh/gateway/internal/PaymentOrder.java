package io.kosh.gateway.internal;

import io.kosh.gateway.OrderState;
import io.kosh.rails.RailPayment.BankAccount;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An order: what a merchant wants to be paid, once.
///
/// @param key             internal
/// @param orderId         `ORD`, 13 digits of the millisecond and 5 letters or digits
/// @param checkoutId      `EK`, 13 digits and 5 letters or digits; what browsers name it by
/// @param merchantOrderId the merchant's own, unique in the company for ever
/// @param accessKey       the API client that made it
/// @param amountMinor     in paise
/// @param attempts        how many payments were begun
/// @param idleAt          when it expires if nothing happens until then
/// @param endsAt          when it expires, whatever happens
/// @param version         how often it changed, for those who are told of it
record PaymentOrder(
        long key,
        String orderId,
        String checkoutId,
        String merchantOrderId,
        String accessKey,
        long amountMinor,
        OrderState state,
        Terms terms,
        Customer customer,
        int attempts,
        Instant createdAt,
        Instant modifiedAt,
        Instant idleAt,
        Instant endsAt,
        int version) {

    /// What the merchant said of it, which never changes.
    ///
    /// @param onlyFrom   the one account that may pay by UPI; null for any
    /// @param restricted the documented key (a mode, `NETBANKING`) to what of it may be chosen; an empty list for all
    ///                   of it. A mode that is no key may not be chosen; an empty map: everything may
    record Terms(
            @Nullable URI returnUrl,
            @Nullable URI notifyUrl,
            @Nullable String description,
            Map<String, String> customParameters,
            @Nullable BankAccount onlyFrom,
            Map<String, List<String>> restricted) {
        Terms {
            customParameters = Map.copyOf(customParameters);
            restricted = Map.copyOf(restricted);
        }
    }

    /// Who pays, as far as anybody said.
    record Customer(
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String email,
            @Nullable String phoneNumber,
            @Nullable Address address) {}

    record Address(
            @Nullable String streetName,
            @Nullable String city,
            @Nullable String state,
            @Nullable String country,
            @Nullable String zipcode) {}
}
