package io.kosh.platform;

import java.time.Instant;
import java.time.LocalDate;
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
public record Moment(String iso, String utc, String day, String time) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int TO_THE_MINUTE = 5;

    public static Moment of(Instant instant) {
        ZonedDateTime indian = instant.atZone(BusinessClock.ZONE);
        Instant whole = instant.truncatedTo(ChronoUnit.MILLIS);
        return new Moment(
                whole.toString(),
                whole.toString().replace('T', ' ').replace("Z", " UTC"),
                day(indian.toLocalDate()),
                TIME.format(indian));
    }

    /// A day in the words of whoever looks at the page.
    public static String day(LocalDate day) {
        return DateTimeFormatter.ofPattern("d MMM uuuu", LocaleContextHolder.getLocale())
                .format(day);
    }

    /// Without the seconds, such as `16:13`.
    public String minute() {
        return time.substring(0, TO_THE_MINUTE);
    }
}
