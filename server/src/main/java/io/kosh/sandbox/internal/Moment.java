package io.kosh.sandbox.internal;

import io.kosh.platform.BusinessClock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.springframework.context.i18n.LocaleContextHolder;

/// A moment as a page shows it: in Indian time, with UTC on hover.
///
/// @param iso  for programs
/// @param utc  the same for people
/// @param day  such as `22 Nov 2026`
/// @param time such as `16:13:26`
record Moment(String iso, String utc, String day, String time) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    static Moment of(Instant instant) {
        ZonedDateTime indian = instant.atZone(BusinessClock.ZONE);
        Instant whole = instant.truncatedTo(ChronoUnit.MILLIS);
        return new Moment(
                whole.toString(),
                whole.toString().replace('T', ' ').replace("Z", " UTC"),
                DateTimeFormatter.ofPattern("d MMM uuuu", LocaleContextHolder.getLocale())
                        .format(indian),
                TIME.format(indian));
    }
}
