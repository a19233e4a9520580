package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import java.time.LocalTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part of each day in India, which may go on past midnight.
///
/// @param from minute of the day, 0 to 1439
/// @param to   the first minute after it, 1 to 1440
record Hours(int from, int to) {
    private static final int MINUTES_AN_HOUR = 60;
    private static final int DAY = 1440;
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-4]):([0-5][0-9])");

    static final Hours ALL_DAY = new Hours(0, DAY);

    Hours {
        if (from < 0 || from >= DAY || to < 1 || to > DAY || from == to) {
            throw new IllegalArgumentException("no hours of a day: " + from + " to " + to);
        }
    }

    /// Such as `06:00` and `23:00`; `24:00` is the end of the day.
    static Hours of(String field, String from, String to) {
        int first = minute(field, from);
        int last = minute(field, to);
        if (first >= DAY || last < 1 || first == last) {
            throw Fields.invalid(field, "must begin before 24:00, end after 00:00, and last some time");
        }
        return new Hours(first, last);
    }

    private static int minute(String field, String time) {
        Matcher matcher = TIME.matcher(time);
        if (!matcher.matches()) {
            throw Fields.invalid(field, "must be a time such as 06:00");
        }
        int minute = Integer.parseInt(matcher.group(1)) * MINUTES_AN_HOUR + Integer.parseInt(matcher.group(2));
        if (minute > DAY) {
            throw Fields.invalid(field, "must be a time such as 06:00");
        }
        return minute;
    }

    boolean includes(LocalTime time) {
        int minute = time.toSecondOfDay() / MINUTES_AN_HOUR;
        return from < to ? minute >= from && minute < to : minute >= from || minute < to;
    }

    String fromText() {
        return text(from);
    }

    String toText() {
        return text(to);
    }

    private static String text(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / MINUTES_AN_HOUR, minute % MINUTES_AN_HOUR);
    }

    @Override
    public String toString() {
        return fromText() + "-" + toText();
    }
}
