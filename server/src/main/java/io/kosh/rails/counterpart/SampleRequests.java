package io.kosh.rails.counterpart;

import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.rails.SandboxBank.Kind;
import io.kosh.rails.counterpart.SampleAcquirer.Asked;
import io.kosh.rails.counterpart.SampleAcquirer.AskedRefund;
import io.kosh.rails.counterpart.SampleAcquirer.Parties;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what the sandbox's acquirer is asked for.
@Component
@OnlyInSandbox
final class SampleRequests {
    private static final long LONGEST = Duration.ofDays(30).toSeconds();

    private final JsonMapper json = new JsonMapper();
    private final CompanyRegistry companies;
    private final BusinessClock business;
    private final Clock clock;

    SampleRequests(CompanyRegistry companies, BusinessClock business, Clock clock) {
        this.companies = companies;
        this.business = business;
        this.clock = clock;
    }

    /// Null where it is none.
    @Nullable
    Asked payment(byte[] body) {
        JsonNode said = read(body);
        if (said == null) {
            return null;
        }
        try {
            JsonNode method = said.path("method");
            Kind kind = Kind.valueOf(method.path("type").asString(""));
            JsonNode card = method.path("card");
            String with = switch (kind) {
                case UPI_COLLECT -> word(method, "vpa");
                case UPI_LINK -> "";
                case CARD -> word(card, "number");
                case NET_BANKING, WALLET, PAY_LATER -> word(method, "code");
            };
            JsonNode back = said.path("returnUrl");
            return new Asked(
                    word(said, "reference"),
                    word(said, "merchant"),
                    kind,
                    with,
                    new Parties(
                            said.path("payeeName").asString(""),
                            said.path("note").asString(""),
                            back.isString() ? back.asString() : null),
                    paise(said),
                    Duration.ofSeconds(Math.clamp(said.path("expiresInSeconds").asLong(0), 0, LONGEST)),
                    refused(said, kind, card));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException _) {
            return null;
        }
    }

    /// What is wrong with it, whatever it asks for.
    private @Nullable Course refused(JsonNode said, Kind kind, JsonNode card) {
        if (said.path("onlyFrom").path("account").asString("").endsWith("0000")) {
            return Course.OTHER_ACCOUNT;
        }
        boolean expired = kind == Kind.CARD
                && YearMonth.parse(word(card, "expiry")).isBefore(YearMonth.from(today(word(said, "merchant"))));
        return expired ? Course.CARD_EXPIRED : null;
    }

    /// A bank has the day that the merchant has whose time a sandbox moves.
    private LocalDate today(String merchant) {
        CompanyRef company = companies.find(merchant);
        return company == null
                ? LocalDate.ofInstant(clock.instant(), BusinessClock.ZONE)
                : business.today(company.key());
    }

    @Nullable
    AskedRefund refund(byte[] body) {
        JsonNode said = read(body);
        if (said == null) {
            return null;
        }
        try {
            return new AskedRefund(word(said, "reference"), word(said, "merchant"), word(said, "payment"), paise(said));
        } catch (IllegalArgumentException | ArithmeticException _) {
            return null;
        }
    }

    /// A field of a body that has few; empty where it is not there.
    String text(byte[] body, String name) {
        JsonNode said = read(body);
        return said == null ? "" : said.path(name).asString("");
    }

    private @Nullable JsonNode read(byte[] body) {
        try {
            return Objects.requireNonNull(json.readTree(body));
        } catch (JacksonException _) {
            return null;
        }
    }

    private static String word(JsonNode said, String name) {
        String word = said.path(name).asString("");
        if (word.isBlank()) {
            throw new IllegalArgumentException(name);
        }
        return word;
    }

    private static long paise(JsonNode said) {
        long paise = new BigDecimal(word(said, "amount")).movePointRight(2).longValueExact();
        if (paise <= 0) {
            throw new IllegalArgumentException("amount");
        }
        return paise;
    }
}
