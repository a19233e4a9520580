package io.kosh.gateway.internal;

import io.kosh.rails.RailAnswer;
import org.jspecify.annotations.Nullable;

/// What somebody says of a payment.
sealed interface Told {

    /// Who says so: a rail by its name, the `acquirer` by itself, or the `payer`.
    String actor();

    /// A rail, asked or by itself.
    record ByRail(String actor, RailAnswer answer) implements Told {}

    /// The payer's time is over.
    record Expired(@Nullable String remark) implements Told {
        @Override
        public String actor() {
            return PAYER;
        }
    }

    /// The payer gave it up.
    record Cancelled(@Nullable String remark) implements Told {
        @Override
        public String actor() {
            return PAYER;
        }
    }

    String PAYER = "payer";
}
