package io.kosh.webhooks.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// When a failed delivery is tried again. Each pause is moved by up to a tenth, so that what failed together does not
/// come back together; a receiver that asks for a longer one gets it, up to a bound.
record RetryPlan(List<Duration> pauses, Duration longest, RandomGenerator jitter) {
    private static final double SPREAD = 0.1;

    /// The pause after so many tries, null where it is given up.
    ///
    /// @param retryAfter what the receiver asked for
    @Nullable
    Duration after(int tries, @Nullable Duration retryAfter) {
        if (tries > pauses.size()) {
            return null;
        }
        double factor = 1 + SPREAD * (2 * jitter.nextDouble() - 1);
        Duration pause = Duration.ofMillis(Math.round(pauses.get(tries - 1).toMillis() * factor));
        if (retryAfter == null) {
            return pause;
        }
        Duration asked = retryAfter.compareTo(longest) > 0 ? longest : retryAfter;
        return asked.compareTo(pause) > 0 ? asked : pause;
    }

    /// A `Retry-After` in seconds or as a date, null where there is none that can be read.
    static @Nullable Duration retryAfter(@Nullable String header, Instant now) {
        if (header == null || header.isBlank()) {
            return null;
        }
        String text = header.strip();
        try {
            if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Duration.ofSeconds(text.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(text));
            }
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
        } catch (DateTimeParseException | NumberFormatException _) {
            return null;
        }
    }
}
