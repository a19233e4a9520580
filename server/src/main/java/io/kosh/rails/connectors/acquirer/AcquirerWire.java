package io.kosh.rails.connectors.acquirer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kosh.rails.CardRail.OtpAnswer;
import io.kosh.rails.CardRail.PayingCard;
import io.kosh.rails.PaymentRail.RailRefund;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailAnswer.NextStep;
import io.kosh.rails.RailPayment;
import io.kosh.rails.RefundAnswer;
import io.kosh.rails.UpiRail.VpaAnswer;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an acquirer is sent, answers and tells, and both conversions; docs/guides/acquirer.md describes it.
/// Only what it says in words that are known here ends a payment: whatever else it says, nobody knows.
final class AcquirerWire {
    private static final int PAISE = 2;
    private static final int LONGEST_WORD = 40;
    /// Rupees above zero.
    private static final Pattern AMOUNT = Pattern.compile("(?=.*[1-9])[0-9]{1,12}(\\.[0-9]{1,2})?");
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_MESSAGE = 200;
    private static final long LONGEST_WAIT = 86_400;

    private AcquirerWire() {}

    /// A payment as it is asked for.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Payment(
            String reference,
            String merchant,
            String amount,
            String currency,
            String payeeName,
            String note,
            long expiresInSeconds,
            @Nullable String returnUrl,
            @Nullable OnlyFrom onlyFrom,
            Method method) {
        /// @param left how long the payer may still pay
        static Payment of(RailPayment payment, Duration left, Method method) {
            RailPayment.BankAccount only = payment.onlyFrom();
            URI back = payment.returnUrl();
            return new Payment(
                    payment.reference(),
                    payment.merchant(),
                    rupees(payment.amountMinor()),
                    "INR",
                    payment.payeeName(),
                    payment.note(),
                    Math.max(0, left.toSeconds()),
                    back == null ? null : back.toString(),
                    only == null ? null : new OnlyFrom(only.number(), only.ifsc()),
                    method);
        }

        @Override
        public String toString() {
            return "Payment[" + reference + "]";
        }
    }

    record OnlyFrom(String account, String ifsc) {
        @Override
        public String toString() {
            return "OnlyFrom[" + ifsc + "]";
        }
    }

    /// By what it is paid; what does not belong to the type is left out.
    ///
    /// @param code of a bank, a wallet or a pay-later option
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Method(
            String type,
            @Nullable String vpa,
            @Nullable String code,
            @Nullable Card card) {
        static Method collect(String vpa) {
            return new Method("UPI_COLLECT", vpa, null, null);
        }

        static Method link() {
            return new Method("UPI_LINK", null, null, null);
        }

        static Method card(PayingCard card) {
            return new Method(
                    "CARD",
                    null,
                    null,
                    new Card(
                            card.number().value(),
                            card.expiry().toString(),
                            card.securityCode().value(),
                            card.holder()));
        }

        static Method named(String type, String code) {
            return new Method(type, null, code, null);
        }

        @Override
        public String toString() {
            return "Method[" + type + "]";
        }
    }

    /// @param expiry `yyyy-MM`
    record Card(String number, String expiry, String securityCode, String holder) {
        @Override
        public String toString() {
            return "Card[***]";
        }
    }

    record Otp(String otp) {
        @Override
        public String toString() {
            return "Otp[***]";
        }
    }

    record Refund(String reference, String merchant, String payment, String amount) {
        static Refund of(RailRefund refund) {
            return new Refund(refund.reference(), refund.merchant(), refund.payment(), rupees(refund.amountMinor()));
        }
    }

    record Vpa(String vpa) {}

    private static String rupees(long minor) {
        return BigDecimal.valueOf(minor, PAISE).toPlainString();
    }

    /// An answer as it came.
    ///
    /// @param retryAfter how long it asks to be left alone, null where it does not say
    @SuppressWarnings("ArrayRecordComponent") // read once, compared never
    record Reply(int status, byte[] body, @Nullable Duration retryAfter) {
        boolean good() {
            return status >= 200 && status < 300;
        }

        /// What it says where it speaks JSON.
        @Nullable
        JsonNode read(JsonMapper json) {
            try {
                JsonNode said = json.readTree(body);
                return said != null && said.isObject() ? said : null;
            } catch (JacksonException _) {
                return null;
            }
        }

        String unheard() {
            return "HTTP_" + status;
        }
    }

    /// What a reply says of a payment.
    static RailAnswer payment(JsonMapper json, Reply reply) {
        JsonNode said = reply.read(json);
        String word = word(said);
        if (said != null && (reply.good() || (reply.status() == 422 && word.equals("DECLINED")))) {
            RailAnswer answer = payment(said, reply.retryAfter());
            if (answer != null) {
                return answer;
            }
        }
        if (reply.status() == 404 && word.equals("UNKNOWN")) {
            return new RailAnswer.Unknown();
        }
        return new RailAnswer.Unheard(reply.unheard(), reply.retryAfter());
    }

    /// What an object says of a payment, null where it says nothing that is understood.
    static @Nullable RailAnswer payment(JsonNode said, @Nullable Duration retryAfter) {
        String id = text(said, "id", LONGEST_WORD);
        return switch (word(said)) {
            case "PAID" ->
                id.isEmpty()
                                || !AMOUNT.matcher(text(said, "amount", LONGEST_WORD))
                                        .matches()
                        ? null
                        : new RailAnswer.Paid(
                                id,
                                text(said, "bankReference", LONGEST_WORD),
                                optional(said, "payer", LONGEST_NAME),
                                paise(text(said, "amount", LONGEST_WORD)));
            case "AUTHORISED" -> id.isEmpty() ? null : new RailAnswer.Authorised(id);
            case "PENDING" -> {
                NextStep next = id.isEmpty() ? null : next(said.path("next"));
                yield next == null ? null : new RailAnswer.Waiting(id, next, wait(said, retryAfter));
            }
            case "DECLINED" ->
                new RailAnswer.Declined(reason(said), sentence(said, "The payment was declined by the bank."));
            default -> null;
        };
    }

    private static long paise(String rupees) {
        return new BigDecimal(rupees).movePointRight(PAISE).longValueExact();
    }

    private static @Nullable NextStep next(JsonNode next) {
        return switch (next.path("type").asString("AWAIT")) {
            case "AWAIT" -> new NextStep.Await();
            case "VISIT" -> {
                URI page = page(next.path("url").asString(""));
                yield page == null ? null : new NextStep.Visit(page);
            }
            case "OTP" -> new NextStep.GiveOtp(text(next, "sentTo", LONGEST_NAME));
            default -> null;
        };
    }

    /// Where a browser may be sent to.
    private static @Nullable URI page(String url) {
        try {
            URI page = URI.create(url);
            String scheme = String.valueOf(page.getScheme()).toLowerCase(Locale.ROOT);
            return page.getHost() != null && Set.of("http", "https").contains(scheme) ? page : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /// What a reply says of a code.
    static OtpAnswer otp(JsonMapper json, Reply reply) {
        JsonNode said = reply.read(json);
        String word = word(said);
        if (said != null && reply.status() == 422 && word.equals("WRONG_OTP")) {
            return new OtpAnswer.Wrong(Math.max(0, said.path("triesLeft").asInt(0)));
        }
        if (said != null && reply.status() == 409 && word.equals("NOT_AWAITED")) {
            return new OtpAnswer.NotAwaited(reason(said));
        }
        RailAnswer payment = payment(json, reply);
        return switch (payment) {
            case RailAnswer.Unheard(var reason, var _) -> new OtpAnswer.Unheard(reason);
            case RailAnswer.Unknown _ -> new OtpAnswer.NotAwaited("UNKNOWN");
            default -> new OtpAnswer.Taken(payment);
        };
    }

    /// What a reply says of a refund.
    static RefundAnswer refund(JsonMapper json, Reply reply) {
        JsonNode said = reply.read(json);
        String word = word(said);
        if (said != null && (reply.good() || (reply.status() == 422 && word.equals("DECLINED")))) {
            RefundAnswer answer = refund(said, reply.retryAfter());
            if (answer != null) {
                return answer;
            }
        }
        if (reply.status() == 404 && word.equals("UNKNOWN")) {
            return new RefundAnswer.Unknown();
        }
        return new RefundAnswer.Unheard(reply.unheard(), reply.retryAfter());
    }

    /// What an object says of a refund, null where it says nothing that is understood.
    static @Nullable RefundAnswer refund(JsonNode said, @Nullable Duration retryAfter) {
        String id = text(said, "id", LONGEST_WORD);
        return switch (word(said)) {
            case "REFUNDED" ->
                id.isEmpty() ? null : new RefundAnswer.Refunded(id, text(said, "bankReference", LONGEST_WORD));
            case "PROCESSING" -> id.isEmpty() ? null : new RefundAnswer.Working(id, wait(said, retryAfter));
            case "DECLINED" ->
                new RefundAnswer.Declined(reason(said), sentence(said, "The refund was declined by the bank."));
            default -> null;
        };
    }

    /// What a reply says of a VPA.
    static VpaAnswer vpa(JsonMapper json, Reply reply) {
        JsonNode said = reply.read(json);
        String word = word(said);
        if (said != null && reply.good() && word.equals("KNOWN")) {
            return new VpaAnswer.Known(text(said, "name", LONGEST_NAME));
        }
        return reply.status() == 404 && word.equals("NO_SUCH")
                ? new VpaAnswer.NoSuch()
                : new VpaAnswer.Unheard(reply.unheard());
    }

    /// What an acquirer tells by itself, as far as it can be read.
    ///
    /// @param refund    whether it is about a refund
    /// @param reference of the payment or refund
    record Told(String event, String merchant, boolean refund, String reference, JsonNode about) {}

    /// Null where the body is no callback.
    static @Nullable Told told(JsonMapper json, byte[] body) {
        JsonNode said = new Reply(200, body, null).read(json);
        if (said == null) {
            return null;
        }
        String type = said.path("type").asString("");
        boolean refund = type.equals("refund");
        JsonNode about = said.path(type);
        String event = text(said, "event", LONGEST_WORD);
        String reference = text(about, "reference", LONGEST_WORD);
        return (refund || type.equals("payment")) && !event.isEmpty() && !reference.isEmpty()
                ? new Told(event, text(said, "merchant", LONGEST_WORD), refund, reference, about)
                : null;
    }

    private static String word(@Nullable JsonNode said) {
        return said == null ? "" : said.path("status").asString("").toUpperCase(Locale.ROOT);
    }

    /// A word of the acquirer's, as it may stand in lists.
    private static String reason(JsonNode said) {
        String code = text(said, "code", LONGEST_WORD).replaceAll("[^A-Za-z0-9_-]", "_");
        return code.isEmpty() ? "DECLINED" : code;
    }

    private static String sentence(JsonNode said, String otherwise) {
        String message = text(said, "message", LONGEST_MESSAGE);
        return message.isEmpty() ? otherwise : message;
    }

    private static @Nullable String optional(JsonNode said, String name, int longest) {
        String value = text(said, name, longest);
        return value.isEmpty() ? null : value;
    }

    /// Cut where it is too long; without what no list can show.
    private static String text(JsonNode said, String name, int longest) {
        String value =
                said.path(name).asString("").replaceAll("\\p{Cntrl}", " ").strip();
        return value.length() > longest ? value.substring(0, longest) : value;
    }

    private static @Nullable Duration wait(JsonNode said, @Nullable Duration retryAfter) {
        long seconds = said.path("askAgainInSeconds").asLong(-1);
        return seconds < 0 || seconds > LONGEST_WAIT ? retryAfter : Duration.ofSeconds(seconds);
    }
}
