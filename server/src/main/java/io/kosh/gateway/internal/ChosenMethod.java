package io.kosh.gateway.internal;

import io.kosh.gateway.internal.Attempt.Method;
import io.kosh.kernel.Secret;
import io.kosh.rails.CardRail.PayingCard;
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
