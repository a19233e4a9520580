package io.kosh.cards.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a company demands of an account before points are given in bulk.
///
/// @param primaryKyc whether the holder of the primary card has to be known
/// @param plans      those that a type of BIN is mapped on; null for every plan
record BulkRule(boolean primaryKyc, @Nullable List<String> plans) {
    /// Of a company that said nothing: the pages open an account and give in bulk at once.
    static final BulkRule NONE = new BulkRule(false, null);

    boolean maps(String plan) {
        return plans == null || plans.contains(plan);
    }
}
