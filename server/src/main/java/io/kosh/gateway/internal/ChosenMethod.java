package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.internal.Attempt.Method;
import io.kosh.kernel.Secret;
import io.kosh.rails.CardRail.PayingCard;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a payer chose, looked up and checked as far as it can be without the order.
///
/// @param qualifier by what its fees are looked up and its order may rule it out; null where the mode has none
/// @param card      as the payer gave it, kept nowhere; null for other modes
/// @param toSeal    what is sealed if the card is to be kept; null where it is not
record ChosenMethod(
        Method method,
        @Nullable String qualifier,
        @Nullable PayingCard card,
        @Nullable Secret<String> toSeal) {

    /// What a restriction of an order may call it; none for a card that nobody knows, and for UPI.
    String[] names() {
        Stream<@Nullable String> names =
                method.mode() == PaymentMode.PAY_LATER ? Stream.of(qualifier, method.bankCode()) : Stream.of(qualifier);
        return names.filter(Objects::nonNull).toArray(String[]::new);
    }

    /// The same, whose card was sealed.
    ChosenMethod sealed(String token) {
        return new ChosenMethod(
                new Method(
                        method.mode(),
                        method.bankCode(),
                        method.bankName(),
                        method.scheme(),
                        method.maskedNumber(),
                        method.holder(),
                        token,
                        method.vpa()),
                qualifier,
                card,
                null);
    }
}
