package io.kosh.cards.connectors.iso8583;

import java.util.LinkedHashMap;
import java.util.Map;

/// Data element 48, which the standard leaves to those who talk: parts, each a name of two digits, a
/// length of two digits, a value.
final class PrivateData {
    /// `1` where the terminal can pay the rest otherwise, so that a part may be approved.
    static final String PARTIAL = "61";
    /// The id of the authorisation.
    static final String AUTHORIZATION = "70";
    /// The rule that refused.
    static final String RULE = "71";
    /// What the rule would have let through.
    static final String LEFT = "72";
    /// The three digits on the back of the card.
    static final String SECURITY_CODE = "92";

    private static final int NAME = 2;
    private static final int HEADER = 4;
    private static final int LONGEST = 99;

    private PrivateData() {}

    static Map<String, String> read(CardMessage message) {
        String text = message.text(Element.PRIVATE_DATA);
        Map<String, String> parts = new LinkedHashMap<>();
        int at = 0;
        while (text != null && at < text.length()) {
            if (text.length() < at + HEADER || !text.substring(at, at + HEADER).matches("[0-9]{4}")) {
                throw new CardMessage.Misformed(Element.PRIVATE_DATA);
            }
            int end = at + HEADER + Integer.parseInt(text, at + NAME, at + HEADER, 10);
            if (end > text.length()) {
                throw new CardMessage.Misformed(Element.PRIVATE_DATA);
            }
            parts.put(text.substring(at, at + NAME), text.substring(at + HEADER, end));
            at = end;
        }
        return parts;
    }

    static String part(String name, String value) {
        String kept = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
        return name + (kept.length() < 10 ? "0" : "") + kept.length() + kept;
    }
}
