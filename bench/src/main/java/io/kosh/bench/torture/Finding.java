package io.kosh.bench.torture;

import java.util.List;

/// A broken promise.
///
/// @param what what is wrong, in a few words
/// @param ids  what it is wrong about
record Finding(String what, List<String> ids) {
    private static final int SHOWN = 20;

    static Finding of(String what, String... ids) {
        return new Finding(what, List.of(ids));
    }

    @Override
    public String toString() {
        if (ids.isEmpty()) {
            return what;
        }
        return what + ": " + String.join(", ", ids.subList(0, Math.min(SHOWN, ids.size())))
                + (ids.size() > SHOWN ? " and " + (ids.size() - SHOWN) + " more" : "");
    }
}
