package io.kosh.gateway.internal;

import io.kosh.gateway.OrderState;
import io.kosh.gateway.internal.PaymentOrder.Address;
import io.kosh.gateway.internal.PaymentOrder.Customer;
import io.kosh.gateway.internal.PaymentOrder.Terms;
import io.kosh.rails.RailPayment.BankAccount;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An order as a merchant asks for it.
///
/// @param actor     who calls
/// @param requestId the HTTP request that asks, null where none does
record OrderDraft(
        String merchantOrderId,
        String accessKey,
        long amountMinor,
        Terms terms,
        Customer customer,
        String actor,
        @Nullable String requestId) {

    /// How long an order may be paid.
    ///
    /// @param idle without anything happening
    /// @param life in all
    record Times(Duration idle, Duration life) {}

    /// The order that this becomes, but for its key.
    PaymentOrder order(GatewayIds ids, Times times, Instant now) {
        Instant end = now.plus(times.life());
        Instant idle = now.plus(times.idle());
        return new PaymentOrder(
                0,
                ids.order(),
                ids.transaction(),
                merchantOrderId,
                accessKey,
                amountMinor,
                OrderState.CREATED,
                terms,
                customer,
                0,
                now,
                now,
                idle.isBefore(end) ? idle : end,
                end,
                1);
    }

    /// 128 bits of the SHA-256 of what must be the same for a repeated merchant's order id: all that the merchant said,
    /// in whatever order and however spelt.
    UUID hash() {
        StringBuilder said = new StringBuilder();
        say(said, merchantOrderId);
        say(said, amountMinor);
        say(said, terms.returnUrl());
        say(said, terms.notifyUrl());
        say(said, terms.description());
        new TreeMap<>(terms.customParameters()).forEach((key, value) -> {
            say(said, key);
            say(said, value);
        });
        say(said, null);
        BankAccount only = terms.onlyFrom();
        say(said, only == null ? null : only.number());
        say(said, only == null ? null : only.ifsc());
        new TreeMap<>(terms.restricted()).forEach((key, values) -> {
            say(said, key);
            values.forEach(value -> say(said, value));
            say(said, null);
        });
        say(said, null);
        customer(said);
        try {
            ByteBuffer hash = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(said.toString().getBytes(StandardCharsets.UTF_8)));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void customer(StringBuilder said) {
        say(said, customer.firstName());
        say(said, customer.lastName());
        say(said, customer.email());
        say(said, customer.phoneNumber());
        Address address = customer.address();
        if (address != null) {
            say(said, address.streetName());
            say(said, address.city());
            say(said, address.state());
            say(said, address.country());
            say(said, address.zipcode());
        }
    }

    /// With its length, so that two texts are never taken for one.
    private static void say(StringBuilder said, @Nullable Object value) {
        if (value == null) {
            said.append('-');
            return;
        }
        String text = value.toString();
        said.append(text.length()).append(':').append(text);
    }
}
