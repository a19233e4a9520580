package io.kosh.cards.connectors.iso8583;

import io.kosh.cards.AuthorizationDecision;
import io.kosh.cards.AuthorizationDecision.Approved;
import io.kosh.cards.AuthorizationDecision.Declined;
import io.kosh.cards.CardAuthorizations.Balance;
import io.kosh.cards.connectors.iso8583.TerminalMessages.Result;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes the answer to a message: what tells which one is answered comes back as it came; nothing secret
/// does.
final class Answers {
    private static final int[] RETURNED = {
        Element.NUMBER,
        Element.PROCESSING_CODE,
        Element.AMOUNT,
        Element.BILLED_AMOUNT,
        Element.SENT_AT,
        Element.TRACE,
        Element.LOCAL_TIME,
        Element.LOCAL_DATE,
        Element.CONDITION,
        Element.ACQUIRER,
        Element.FORWARDER,
        Element.REFERENCE,
        Element.TERMINAL,
        Element.MERCHANT,
        Element.CURRENCY,
        Element.BILLED_CURRENCY,
        Element.NETWORK_CODE,
        Element.ORIGINAL,
        Element.REPLACEMENT
    };
    private static final int LONGEST_DATA = 25;

    private final boolean explains;

    /// @param explains whether the rule that refused is told
    Answers(boolean explains) {
        this.explains = explains;
    }

    static CardMessage plain(CardMessage asked, MessageType type, ResponseCode code) {
        return new CardMessage(type.answered(), returned(asked, code));
    }

    CardMessage of(CardMessage asked, MessageType type, Result result) {
        SortedMap<Integer, String> elements = returned(asked, result.code());
        String reason = result.reason();
        if (reason != null && (explains || result.problem() != null)) {
            elements.put(
                    Element.RESPONSE_DATA, reason.length() > LONGEST_DATA ? reason.substring(0, LONGEST_DATA) : reason);
        }
        AuthorizationDecision decision = result.decision();
        if (decision instanceof Approved approved) {
            elements.put(Element.APPROVAL_CODE, approved.approvalCode());
            elements.put(Element.BALANCES, available(approved.available()));
            elements.put(Element.PRIVATE_DATA, PrivateData.part(PrivateData.AUTHORIZATION, approved.id()));
            if (result.code() == ResponseCode.PARTLY_APPROVED) {
                int element = AskedPurchase.isBilledElsewhere(asked) ? Element.BILLED_AMOUNT : Element.AMOUNT;
                elements.put(element, amount(approved.amount()));
            }
        }
        Balance told = result.balance();
        if (told != null) {
            elements.put(Element.BALANCES, posted(told.balance()) + available(told.available()));
        }
        if (decision instanceof Declined declined) {
            String more = privately(declined);
            if (!more.isEmpty()) {
                elements.put(Element.PRIVATE_DATA, more);
            }
        }
        return new CardMessage(type.answered(), elements);
    }

    private String privately(Declined declined) {
        return part(PrivateData.AUTHORIZATION, declined.id())
                + (explains ? part(PrivateData.RULE, declined.rule()) + part(PrivateData.LEFT, declined.left()) : "");
    }

    private static String part(String name, @Nullable Object value) {
        return value == null ? "" : PrivateData.part(name, value.toString());
    }

    private static SortedMap<Integer, String> returned(CardMessage asked, ResponseCode code) {
        SortedMap<Integer, String> elements = new TreeMap<>();
        Map<Integer, String> all = asked.elements();
        for (int element : RETURNED) {
            String value = all.get(element);
            if (value != null) {
                elements.put(element, value);
            }
        }
        elements.put(Element.RESPONSE, code.code());
        return elements;
    }

    /// Of any account, what is on it, held included.
    private static String posted(long paise) {
        return "0001" + rupees(paise);
    }

    /// Of any account, what is available.
    private static String available(long paise) {
        return "0002" + rupees(paise);
    }

    private static String rupees(long paise) {
        return "356" + (paise < 0 ? "D" : "C") + amount(Math.abs(paise));
    }

    private static String amount(long paise) {
        return String.format(Locale.ROOT, "%012d", paise);
    }
}
