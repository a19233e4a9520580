package io.kosh.sandbox.internal;

import io.kosh.platform.RequestFaults;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Something that is to go wrong with the next calls, webhooks or calls to rails that fit.
///
/// @param seed  decides which of those that fit are spoiled: the same seed spoils the same ones
/// @param times how many are spoiled before it is over
/// @param tried how many fitted so far
/// @param used  how many were spoiled so far
record Scenario(long id, ScenarioKind kind, Rule rule, long seed, int times, int tried, int used, Instant createdAt) {

    /// Which calls, webhooks or calls to rails fit.
    ///
    /// @param route      method and path such as `POST /api/v0/enkash-coins/*`, null for every call
    /// @param rail       a rail such as `sms`, null where calls to this server or webhooks are spoiled
    /// @param event      type of webhooks such as `coins.*`, null for every one
    /// @param field      name of a field that has to have a value, null for none
    /// @param value      that value
    /// @param chance     how many of a hundred that fit are spoiled
    /// @param parameters of the scenario, by name
    record Rule(
            @Nullable String route,
            @Nullable String rail,
            @Nullable String event,
            @Nullable String field,
            @Nullable String value,
            int chance,
            Map<String, String> parameters) {

        boolean fits(RequestFaults.Call call) {
            return rail == null
                    && (route == null || fits(route, call.method() + " " + call.path()))
                    && (field == null || value == null || value.equals(call.field(field)));
        }

        /// A call to a rail, with the values of its fields.
        boolean fits(String called, Map<String, String> fields) {
            return called.equals(rail) && (field == null || value == null || value.equals(fields.get(field)));
        }

        boolean fits(String type) {
            return event == null || fits(event, type);
        }

        /// `*` stands for anything. Each part is looked for once, behind the one before it, and never again: no pattern
        /// makes a match slow.
        private static boolean fits(String pattern, String text) {
            String[] parts = pattern.split("\\*", -1);
            String last = parts[parts.length - 1];
            if (parts.length == 1) {
                return text.equals(pattern);
            }
            if (!text.startsWith(parts[0])) {
                return false;
            }
            int at = parts[0].length();
            for (int i = 1; i < parts.length - 1; i++) {
                int found = text.indexOf(parts[i], at);
                if (found < 0) {
                    return false;
                }
                at = found + parts[i].length();
            }
            return text.length() - last.length() >= at && text.endsWith(last);
        }
    }

    /// Whether the n-th that fits is spoiled; the first is 1.
    boolean spoils(int nth) {
        return new SplittableRandom(seed * 1_000_003L + nth).nextInt(100) < rule.chance();
    }
}
