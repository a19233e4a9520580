package io.kosh.cards.connectors.iso8583;

import io.kosh.cards.CardAuthorizations.Merchant;
import io.kosh.cards.PurchaseChannel;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads out of a message what the door asks for.
final class AskedPurchase {
    private static final String RUPEE = "356";
    private static final String INDIA = "IN";
    private static final String CASH = "01";
    private static final String CASH_MACHINES = "6011";
    private static final int PLACE = 40;

    private AskedPurchase() {}

    /// What is paid or moved, in paise: as the card is billed where the merchant's currency is another.
    static long amount(CardMessage message) {
        if (!isBilledElsewhere(message)) {
            return Long.parseLong(message.needed(Element.AMOUNT));
        }
        if (!RUPEE.equals(message.digits(Element.BILLED_CURRENCY))) {
            throw new CardMessage.Misformed(Element.BILLED_CURRENCY);
        }
        return Long.parseLong(message.needed(Element.BILLED_AMOUNT));
    }

    /// Whether what the card is billed stands beside what the merchant is paid in another currency.
    static boolean isBilledElsewhere(CardMessage message) {
        String currency = message.digits(Element.CURRENCY);
        return currency != null && !currency.equals(RUPEE);
    }

    /// Any sign of another country is enough.
    static boolean international(CardMessage message) {
        String country = message.digits(Element.ACQUIRER_COUNTRY);
        String place = message.elements().get(Element.MERCHANT_NAME);
        return isBilledElsewhere(message)
                || (country != null && !country.equals(RUPEE))
                || (place != null
                        && place.length() == PLACE
                        && place.substring(PLACE - 2).matches("[A-Z]{2}")
                        && !place.endsWith(INDIA));
    }

    static PurchaseChannel channel(CardMessage message) {
        if (message.needed(Element.PROCESSING_CODE).startsWith(CASH)
                || CASH_MACHINES.equals(message.digits(Element.CATEGORY))) {
            return PurchaseChannel.ATM;
        }
        String condition = message.digits(Element.CONDITION);
        if (condition != null) {
            switch (condition) {
                // Not present; by mail or telephone; by a browser.
                case "01", "08", "59" -> {
                    return PurchaseChannel.ONLINE;
                }
                default -> {}
            }
        }
        String entry = message.needed(Element.ENTRY_MODE);
        return switch (entry.substring(0, 2)) {
            case "07", "91" -> PurchaseChannel.CONTACTLESS;
            // Typed in, kept from before, in a browser.
            case "01", "10", "81" -> PurchaseChannel.ONLINE;
            default -> PurchaseChannel.POS;
        };
    }

    static Merchant merchant(CardMessage message) {
        return new Merchant(
                message.needed(Element.CATEGORY),
                message.text(Element.MERCHANT),
                message.text(Element.MERCHANT_NAME),
                message.text(Element.TERMINAL));
    }

    /// The merchant's own time, null where it does not say.
    static @Nullable LocalDateTime localTime(CardMessage message, Clock clock) {
        String time = message.digits(Element.LOCAL_TIME);
        String date = message.digits(Element.LOCAL_DATE);
        if (time == null || date == null) {
            return null;
        }
        try {
            LocalTime at = LocalTime.of(
                    Integer.parseInt(time, 0, 2, 10),
                    Integer.parseInt(time, 2, 4, 10),
                    Integer.parseInt(time, 4, 6, 10));
            return date(date, clock, Element.LOCAL_DATE).atTime(at);
        } catch (DateTimeException _) {
            throw new CardMessage.Misformed(Element.LOCAL_TIME);
        }
    }

    /// A day of which no message tells the year: the one nearest to today.
    ///
    /// @param monthAndDay MMDD, and anything behind it
    static LocalDate date(String monthAndDay, Clock clock, int element) {
        try {
            MonthDay day =
                    MonthDay.of(Integer.parseInt(monthAndDay, 0, 2, 10), Integer.parseInt(monthAndDay, 2, 4, 10));
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            return IntStream.rangeClosed(today.getYear() - 1, today.getYear() + 1)
                    .mapToObj(day::atYear)
                    .min(Comparator.comparingLong(each -> Math.abs(each.toEpochDay() - today.toEpochDay())))
                    .orElseThrow();
        } catch (DateTimeException _) {
            throw new CardMessage.Misformed(element);
        }
    }
}
