package io.kosh.cards.internal;

import io.kosh.cards.CardAuthorizations.CardName;
import io.kosh.cards.CardAuthorizations.Clearing;
import io.kosh.cards.CardAuthorizations.Original;
import io.kosh.cards.CardAuthorizations.Purchase;
import io.kosh.cards.CardAuthorizations.Refund;
import io.kosh.cards.CardAuthorizations.Reversal;
import io.kosh.cards.internal.SpendRules.Checks;
import org.jspecify.annotations.Nullable;

/// A message about spending, as it is decided with others of its company.
sealed interface SpendAsk {

    String source();

    /// What must be the same for a repeated source: all that the message says, but for what is shown and
    /// kept nowhere.
    String request();

    /// A wish to pay.
    ///
    /// @param amount what is to be approved; less than was asked for where a part is
    /// @param partly whether the asker would take less
    /// @param checks what became of what the holder showed
    record Pay(Authorization.Kind kind, Purchase purchase, long amount, boolean partly, Checks checks)
            implements SpendAsk {
        @Override
        public String source() {
            return purchase.source();
        }

        @Override
        public String request() {
            return String.join(
                    "\n",
                    kind.name(),
                    purchase.card().toString(),
                    Long.toString(purchase.amount()),
                    purchase.channel().name(),
                    Boolean.toString(purchase.international()),
                    purchase.merchant().toString(),
                    String.valueOf(purchase.localTime()),
                    String.valueOf(purchase.shown().expiry()),
                    purchase.partial() + (purchase.cashBack() ? "\ncash back" : ""));
        }

        Pay of(long lesser, boolean lessStill) {
            return new Pay(kind, purchase, lesser, lessStill, checks);
        }
    }

    /// What comes after an authorisation.
    sealed interface Later extends SpendAsk {
        Original original();

        AuthorizationStep.Kind kind();

        /// The card, where the message names it.
        @Nullable
        CardName card();
    }

    record Clear(Clearing clearing) implements Later {
        @Override
        public String source() {
            return clearing.source();
        }

        @Override
        public String request() {
            return clearing.toString();
        }

        @Override
        public Original original() {
            return clearing.original();
        }

        @Override
        public AuthorizationStep.Kind kind() {
            return AuthorizationStep.Kind.CAPTURE;
        }

        @Override
        public @Nullable CardName card() {
            return clearing.card();
        }
    }

    record TakeBack(Reversal reversal) implements Later {
        @Override
        public String source() {
            return reversal.source();
        }

        @Override
        public String request() {
            return reversal.toString();
        }

        @Override
        public Original original() {
            return reversal.original();
        }

        @Override
        public AuthorizationStep.Kind kind() {
            return AuthorizationStep.Kind.REVERSAL;
        }

        @Override
        public @Nullable CardName card() {
            return reversal.card();
        }
    }

    record GiveBack(Refund refund) implements Later {
        @Override
        public String source() {
            return refund.source();
        }

        @Override
        public String request() {
            return refund.toString();
        }

        @Override
        public Original original() {
            return refund.original();
        }

        @Override
        public AuthorizationStep.Kind kind() {
            return AuthorizationStep.Kind.REFUND;
        }

        @Override
        public @Nullable CardName card() {
            return refund.card();
        }
    }
}
