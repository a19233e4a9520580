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
/// @param idleAt          when it expires if nothing happens until then; while a payment is open, `endsAt`
/// @param endsAt          when it expires, whatever happens
/// @param version         how often its state moved, for those who are told of it; 1 when it is made
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
    /// @param restricted the documented key (a mode, `NETBANKING`) to what of it may be chosen; an empty list for
    all
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

    /// When it expires unless something happens until then.
    Instant expiresAt() {
        return idleAt.isBefore(endsAt) ? idleAt : endsAt;
    }

    PaymentOrder withKey(long written) {
        return new PaymentOrder(
                written,
                orderId,
                checkoutId,
                merchantOrderId,
                accessKey,
                amountMinor,
                state,
                terms,
                customer,
                attempts,
                createdAt,
                modifiedAt,
                idleAt,
                endsAt,
                version);
    }

    /// The same in another state; refused where the lifecycle has no such move.
    PaymentOrder in(OrderState to, Instant now) {
        OrderState moved = OrderState.LIFECYCLE.move(GatewayError.ORDER_NOT_PAYABLE, state, to);
        return with(new Change(moved, customer, attempts, idleAt, version + 1), now);
    }

    /// The same after one more payment was begun, which keeps it from idling.
    PaymentOrder tried(Instant now) {
        return with(new Change(state, customer, attempts + 1, endsAt, version), now);
    }

    /// The same after something happened, to expire at another moment if nothing else does.
    PaymentOrder idlingUntil(Instant idle, Instant now) {
        return with(new Change(state, customer, attempts, idle, version), now);
    }

    PaymentOrder of(Customer payer, Instant now) {
        return with(new Change(state, payer, attempts, idleAt, version), now);
    }

    private record Change(OrderState state, Customer customer, int attempts, Instant idleAt, int version) {}

    private PaymentOrder with(Change change, Instant now) {
        return new PaymentOrder(
                key,
                orderId,
                checkoutId,
                merchantOrderId,
                accessKey,
                amountMinor,
                change.state(),
                terms,
                change.customer(),
                change.attempts(),
                createdAt,
                now,
                change.idleAt(),
                endsAt,
                change.version());
    }
}
