package io.kosh.sandbox.internal;

import io.kosh.kernel.Fields;
import io.kosh.platform.BusinessClock;
import io.kosh.sandbox.SwipeableCards.Face;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// What somebody does at the sandbox's terminal, and the messages that it makes of that.
///
/// @param amount paise
record Swipe(String cardId, Channel channel, String category, String merchant, boolean abroad, long amount) {
    static final String CASH_MACHINES = "6011";

    private static final String ACQUIRER = "999001";
    private static final String RUPEE = "356";
    private static final String PAYS = "000000";
    private static final String GIVES_CASH = "010000";
    private static final String GIVES_BACK = "200000";
    private static final int LONGEST_NAME = 25;
    private static final BigDecimal MOST = new BigDecimal("9999999999.99");
    private static final DateTimeFormatter SENT_AT = DateTimeFormatter.ofPattern("MMddHHmmss", Locale.ROOT);
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("MMddHHmmss", Locale.ROOT);

    /// How the card is shown, with what a message says of it.
    enum Channel {
        POS("051", "00"),
        CONTACTLESS("071", "00"),
        ONLINE("812", "59"),
        ATM("051", "00");

        private final String entryMode;
        private final String condition;

        Channel(String entryMode, String condition) {
            this.entryMode = entryMode;
            this.condition = condition;
        }
    }

    /// When and under which number a message goes out.
    ///
    /// @param sentAt    MMDDhhmmss in UTC
    /// @param localAt   the same in Indian time
    /// @param reference of twelve characters, that of the first message where one follows another
    record Stamp(String trace, String sentAt, String localAt, String reference) {
        static Stamp of(Instant now, @Nullable String reference) {
            ZonedDateTime indian = now.atZone(BusinessClock.ZONE);
            String trace = String.format(
                    Locale.ROOT, "%06d", ThreadLocalRandom.current().nextInt(1, 1_000_000));
            String own = String.format(
                    Locale.ROOT, "%d%03d%02d%s", indian.getYear() % 10, indian.getDayOfYear(), indian.getHour(), trace);
            return new Stamp(
                    trace,
                    SENT_AT.format(now.atZone(ZoneOffset.UTC)),
                    LOCAL.format(indian),
                    reference == null ? own : reference);
        }
    }

    /// What names a message that was sent, for those that follow it.
    record Ticket(String type, String trace, String sentAt, String reference) {
        static Ticket of(TerminalMessage sent) {
            return new Ticket(
                    sent.type(),
                    sent.elements().getOrDefault(11, ""),
                    sent.elements().getOrDefault(7, ""),
                    sent.elements().getOrDefault(37, ""));
        }

        static Ticket of(Map<String, String> given) {
            Ticket ticket = new Ticket(
                    given.getOrDefault("type", ""),
                    given.getOrDefault("trace", ""),
                    given.getOrDefault("sentAt", ""),
                    given.getOrDefault("reference", ""));
            boolean whole = ticket.type.matches("0[12]00")
                    && ticket.trace.matches("[0-9]{6}")
                    && ticket.sentAt.matches("[0-9]{10}")
                    && ticket.reference.matches("[0-9]{12}");
            if (!whole) {
                throw Fields.invalid("reference", "names no message that was sent from here");
            }
            return ticket;
        }

        private String original() {
            return type + trace + sentAt + "0".repeat(11 - ACQUIRER.length()) + ACQUIRER + "0".repeat(11);
        }
    }

    static Swipe of(Map<String, String> given) {
        Channel channel = channel(given.getOrDefault("channel", ""));
        String category = given.getOrDefault("category", "").strip();
        if (!category.matches("[0-9]{4}")) {
            throw Fields.invalid("category", "is four digits, such as 5812");
        }
        return new Swipe(
                Fields.text("card", given.get("card"), 40).strip(),
                channel,
                channel == Channel.ATM ? CASH_MACHINES : category,
                plain(given.getOrDefault("merchant", "")),
                "abroad".equals(given.get("place")),
                paise("amount", given.get("amount")));
    }

    private static Channel channel(String name) {
        for (Channel channel : Channel.values()) {
            if (channel.name().equals(name)) {
                return channel;
            }
        }
        throw Fields.invalid("channel", "is one of the list");
    }

    /// Rupees, with or without the blanks and commas that people put into them.
    static long paise(String field, @Nullable String rupees) {
        String text = Fields.text(field, rupees, 20).replaceAll("[\\s,₹]", "");
        if (!text.matches("[0-9]{1,10}(?:\\.[0-9]{1,2})?")) {
            throw Fields.invalid(field, "is rupees with at most two decimals, such as 250 or 250.50");
        }
        BigDecimal amount = new BigDecimal(text);
        if (amount.signum() == 0 || amount.compareTo(MOST) > 0) {
            throw Fields.invalid(field, "is more than nothing and less than ₹1,000 crore");
        }
        return amount.movePointRight(2).longValueExact();
    }

    /// As a terminal can write it.
    private static String plain(String name) {
        String ascii = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("[^ -~]", "")
                .strip();
        return ascii.isEmpty() ? "KOSH TEST SHOP" : ascii.substring(0, Math.min(ascii.length(), LONGEST_NAME));
    }

    /// A request to hold (0100) or to pay at once (0200).
    ///
    /// @param pinBlock null where no PIN was typed in
    TerminalMessage asks(boolean atOnce, boolean partial, Face face, Stamp stamp, @Nullable String pinBlock) {
        Map<Integer, String> elements = common(face, stamp, channel == Channel.ATM ? GIVES_CASH : PAYS, amount);
        if (pinBlock != null) {
            elements.put(52, pinBlock);
        }
        String more = (partial ? "61011" : "")
                + (channel == Channel.ONLINE ? "9203" + face.securityCode().value() : "");
        if (!more.isEmpty()) {
            elements.put(48, more);
        }
        return TerminalMessage.of(atOnce ? "0200" : "0100", elements);
    }

    /// Takes back what was asked, all of it or a part (0420).
    TerminalMessage reverses(Ticket ticket, Face face, Stamp stamp, long part) {
        Map<Integer, String> elements = common(face, stamp, channel == Channel.ATM ? GIVES_CASH : PAYS, amount);
        elements.put(90, ticket.original());
        if (part < amount) {
            elements.put(95, amount(amount - part) + "0".repeat(12) + "C00000000".repeat(2));
        }
        return TerminalMessage.of("0420", elements);
    }

    /// Clears what was held (0220).
    TerminalMessage clears(Ticket ticket, Face face, Stamp stamp, long part) {
        Map<Integer, String> elements = common(face, stamp, PAYS, part);
        elements.put(90, ticket.original());
        return TerminalMessage.of("0220", elements);
    }

    /// Gives back what was paid (0200 with another processing code).
    TerminalMessage refunds(Ticket ticket, Face face, Stamp stamp, long part) {
        Map<Integer, String> elements = common(face, stamp, GIVES_BACK, part);
        elements.put(90, ticket.original());
        return TerminalMessage.of("0200", elements);
    }

    private Map<Integer, String> common(Face face, Stamp stamp, String processingCode, long paise) {
        Map<Integer, String> elements = new HashMap<>();
        elements.put(2, face.number().value());
        elements.put(3, processingCode);
        elements.put(4, amount(paise));
        elements.put(7, stamp.sentAt());
        elements.put(11, stamp.trace());
        elements.put(12, stamp.localAt().substring(4));
        elements.put(13, stamp.localAt().substring(0, 4));
        elements.put(14, DateTimeFormatter.ofPattern("yyMM", Locale.ROOT).format(face.expiry()));
        elements.put(18, category);
        elements.put(22, channel.entryMode);
        elements.put(25, channel.condition);
        elements.put(32, ACQUIRER);
        elements.put(37, stamp.reference());
        elements.put(41, "SANDBOX1");
        elements.put(42, "KOSHSANDBOX0001");
        elements.put(43, filled(merchant, LONGEST_NAME) + (abroad ? "DUBAI        AE" : "MUMBAI       IN"));
        elements.put(49, RUPEE);
        return elements;
    }

    private static String amount(long paise) {
        return String.format(Locale.ROOT, "%012d", paise);
    }

    private static String filled(String text, int length) {
        return text + " ".repeat(length - text.length());
    }
}
