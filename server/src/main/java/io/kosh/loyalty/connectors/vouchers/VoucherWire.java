package io.kosh.loyalty.connectors.vouchers;

import io.kosh.kernel.Secret;
import io.kosh.loyalty.VoucherSupplier.Answer;
import io.kosh.loyalty.VoucherSupplier.SupplierOrder;
import io.kosh.loyalty.VoucherSupplier.Voucher;
import io.kosh.platform.BusinessClock;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a supplier is sent and answers, and both conversions; docs/guides/redemption.md describes it.
final class VoucherWire {
    private static final int PAISE = 2;
    private static final int LONGEST_WORD = 40;
    private static final int LONGEST_CODE = 100;

    private VoucherWire() {}

    record Order(String reference, String orderedOn, List<Line> lines) {
        static Order of(SupplierOrder order) {
            return new Order(
                    order.reference(),
                    order.orderedOn().toString(),
                    order.lines().stream()
                            .map(line -> new Line(
                                    line.number(),
                                    line.sku(),
                                    BigDecimal.valueOf(line.amountMinor(), PAISE)
                                            .toPlainString(),
                                    line.quantity(),
                                    line.validityDays()))
                            .toList());
        }
    }

    record Line(int line, String sku, String amount, int quantity, int validityDays) {}

    /// Only what a supplier says in its own words counts: a proxy's page with the same status is not heard.
    static Answer answer(JsonMapper json, int status, byte[] body, @Nullable Duration retryAfter) {
        JsonNode said = read(json, body);
        String word = said == null ? "" : said.path("status").asString("").toUpperCase(Locale.ROOT);
        boolean good = status >= 200 && status < 300;
        if (said != null && good && word.equals("COMPLETE")) {
            return filled(said);
        }
        if (good && word.equals("PROCESSING")) {
            return new Answer.Working(retryAfter);
        }
        if (said != null && word.equals("REFUSED") && (good || status == 422)) {
            return new Answer.Refused(word(said.path("reason").asString("")));
        }
        if (status == 404 && word.equals("UNKNOWN")) {
            return new Answer.Unknown();
        }
        return new Answer.Unheard("HTTP_" + status, retryAfter);
    }

    private static @Nullable JsonNode read(JsonMapper json, byte[] body) {
        try {
            return json.readTree(body);
        } catch (JacksonException _) {
            return null;
        }
    }

    private static Answer filled(JsonNode said) {
        JsonNode told = said.path("vouchers");
        if (!told.isArray()) {
            return new Answer.Unheard("MALFORMED", null);
        }
        List<Voucher> vouchers = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        try {
            for (JsonNode each : told) {
                String code = each.path("code").asString("");
                String pin = each.path("pin").asString("");
                if (code.isBlank() || !isPrintable(code) || !isPrintable(pin) || !codes.add(code + '\n' + pin)) {
                    return new Answer.Unheard("MALFORMED", null);
                }
                vouchers.add(new Voucher(
                        each.path("line").asInt(0),
                        new Secret<>(code),
                        new Secret<>(pin),
                        LocalDateTime.parse(each.path("expiresAt").asString(""))
                                .atZone(BusinessClock.ZONE)
                                .toInstant()));
            }
        } catch (DateTimeException _) {
            return new Answer.Unheard("MALFORMED", null);
        }
        return new Answer.Filled(said.path("supplierOrderId").asString(""), vouchers);
    }

    private static boolean isPrintable(String text) {
        return text.length() <= LONGEST_CODE && text.chars().noneMatch(Character::isISOControl);
    }

    /// What may stand in lists and logs.
    private static String word(String reason) {
        String word = reason.replaceAll("[^A-Za-z0-9_-]", "_");
        return word.isEmpty() ? "REFUSED" : word.substring(0, Math.min(LONGEST_WORD, word.length()));
    }
}
