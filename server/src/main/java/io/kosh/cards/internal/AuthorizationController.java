package io.kosh.cards.internal;

import io.kosh.cards.AuthorizationDecision;
import io.kosh.cards.AuthorizationDecision.Approved;
import io.kosh.cards.AuthorizationDecision.Declined;
import io.kosh.cards.CardAuthorizations;
import io.kosh.cards.CardAuthorizations.CardName;
import io.kosh.cards.CardAuthorizations.Merchant;
import io.kosh.cards.CardAuthorizations.Purchase;
import io.kosh.cards.CardAuthorizations.Shown;
import io.kosh.cards.DeclineReason;
import io.kosh.cards.PurchaseChannel;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Whether a card may pay, and what follows: for those who have no network to ask by.
@RestController
@RouteFamily(Envelope.NATIVE)
@RequestMapping("/api/v1/cards/authorizations")
@Tag(name = "Card spending")
final class AuthorizationController {
    private static final int LONGEST = 100;
    private static final int LONGEST_TIME = 40;
    private static final Pattern PIN = Pattern.compile("[0-9]{4}");
    private static final Pattern SECURITY_CODE = Pattern.compile("[0-9]{3}");
    private static final DateTimeFormatter EXPIRY = DateTimeFormatter.ofPattern("MM/uu");

    private final CardAuthorizations authorizations;

    AuthorizationController(CardAuthorizations authorizations) {
        this.authorizations = authorizations;
    }

    /// Where a card is used.
    record MerchantRequest(
            @Schema(
                    example = "5812",
                    description = "merchant category code of ISO 18245",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String category,

            @Schema(example = "MER000123") @Nullable String id,

            @Schema(example = "Annapurna Meals, Pune") @Nullable
            String name,

            @Schema(example = "TERM0042") @Nullable String terminal) {
        MerchantRequest {
            Categories.code("merchant.category", Fields.text("merchant.category", category, LONGEST));
            Fields.optionalText("merchant.id", id, LONGEST);
            Fields.optionalText("merchant.name", name, LONGEST);
            Fields.optionalText("merchant.terminal", terminal, LONGEST);
        }

        Merchant merchant() {
            return new Merchant(Fields.text("merchant.category", category, LONGEST), id, name, terminal);
        }
    }

    /// A wish to pay. PIN and security code are checked and kept nowhere.
    record PayRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(
                    example = "POS-2026-000123",
                    description = "the caller's own, unique among the company's messages about spending for ever",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String source,

            @Schema(example = "EKC94AEX89", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String enKashCardId,

            @Schema(example = "250.00", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            BigDecimal amount,

            @Schema(example = "POS", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            PurchaseChannel channel,

            @Schema(example = "false") @Nullable Boolean international,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            MerchantRequest merchant,

            @Schema(example = "2026-11-22T12:30:00", description = "the merchant's own time; decides nothing") @Nullable
            String localTime,

            @Schema(description = "four digits; needed for cash") @Nullable
            String pin,

            @Schema(description = "the three digits on the back") @Nullable
            String securityCode,

            @Schema(example = "11/31") @Nullable String expiry,

            @Schema(example = "false", description = "whether it is cleared at once; absent: it is held") @Nullable
            Boolean capture,

            @Schema(example = "false", description = "whether less may be approved where the card has less") @Nullable
            Boolean partial,

            @Schema(
                    example = "false",
                    description = "whether the merchant pays out a part of the amount in cash; needs the PIN, and "
                            + "atmAllowed beside the channel's own switch")
            @Nullable
            Boolean cashBack) {
        PayRequest {
            checkedSource(source);
            Fields.text("enKashCardId", enKashCardId, LONGEST);
            Amounts.minor("amount", amount);
            Fields.present("channel", channel);
            Fields.present("merchant", merchant);
            localTime(localTime);
            secret("pin", pin, PIN, "must be four digits");
            secret("securityCode", securityCode, SECURITY_CODE, "must be three digits");
            expiry(expiry);
        }

        private static @Nullable LocalDateTime localTime(@Nullable String value) {
            if (value == null) {
                return null;
            }
            try {
                LocalDateTime time = LocalDateTime.parse(Fields.text("localTime", value, LONGEST_TIME));
                if (time.getYear() < 1970 || time.getYear() > 9999) {
                    throw Fields.invalid("localTime", "must lie between the years 1970 and 9999");
                }
                return time;
            } catch (DateTimeException _) {
                throw Fields.invalid("localTime", "must be a local time such as 2026-11-22T12:30:00");
            }
        }

        private static @Nullable Secret<String> secret(
                String field, @Nullable String value, Pattern shape, String wrong) {
            if (value != null && !shape.matcher(value).matches()) {
                throw Fields.invalid(field, wrong);
            }
            return value == null ? null : new Secret<>(value);
        }

        private static @Nullable YearMonth expiry(@Nullable String value) {
            try {
                return value == null ? null : YearMonth.parse(value, EXPIRY);
            } catch (DateTimeException _) {
                throw Fields.invalid("expiry", "must be a month such as 11/31");
            }
        }

        Purchase purchase() {
            return new Purchase(
                    checkedSource(source),
                    new CardName.ById(Fields.text("enKashCardId", enKashCardId, LONGEST)),
                    Amounts.minor("amount", amount),
                    Fields.present("channel", channel),
                    Boolean.TRUE.equals(international),
                    Fields.present("merchant", merchant).merchant(),
                    localTime(localTime),
                    new Shown(
                            secret("pin", pin, PIN, ""),
                            secret("securityCode", securityCode, SECURITY_CODE, ""),
                            expiry(expiry)),
                    Boolean.TRUE.equals(partial),
                    Boolean.TRUE.equals(cashBack));
        }

        @Override
        public String toString() {
            return "a wish to pay";
        }
    }

    static String checkedSource(@Nullable String source) {
        return Fields.identifier("source", source, CardAuthorizations.LONGEST_SOURCE);
    }

    /// How it was decided.
    enum Decision {
        APPROVED,
        DECLINED
    }

    /// A decision. Amounts are rupees.
    record DecisionResponse(
            Decision decision,
            @Schema(example = "ECARSZJ8CRJ2E") String authorizationId,
            @Schema(example = "K7Q2M9") @Nullable String approvalCode,

            @Schema(example = "250", description = "what was held, cleared, taken back or given back") @Nullable
            BigDecimal amount,

            @Schema(example = "4750", description = "what the card has to spend after it") @Nullable
            BigDecimal available,

            @Nullable DeclineReason reason,

            @Schema(description = "the reason for people") @Nullable
            String message,

            @Schema(example = "dtd", description = "the rule that refused") @Nullable
            String rule,

            @Schema(description = "what it would have let through: rupees, or a number of times") @Nullable
            BigDecimal left,

            @Schema(description = "whether it was decided before, for an equal request")
            boolean replayed) {
        static DecisionResponse of(String subject, AuthorizationDecision decision) {
            return switch (decision) {
                case Approved approved ->
                    new DecisionResponse(
                            Decision.APPROVED,
                            approved.id(),
                            approved.approvalCode(),
                            Amounts.decimal(approved.amount()),
                            Amounts.decimal(approved.available()),
                            null,
                            null,
                            null,
                            null,
                            approved.replayed());
                case Declined declined ->
                    new DecisionResponse(
                            Decision.DECLINED,
                            Objects.requireNonNullElseGet(declined.id(), () -> {
                                throw unkept(subject, declined);
                            }),
                            null,
                            null,
                            null,
                            declined.reason(),
                            declined.reason().message(),
                            declined.rule(),
                            left(declined.reason(), declined.left()),
                            declined.replayed());
            };
        }

        static @Nullable BigDecimal left(DeclineReason reason, @Nullable Long left) {
            if (left == null) {
                return null;
            }
            return reason == DeclineReason.COUNT_LIMIT ? BigDecimal.valueOf(left) : Amounts.decimal(left);
        }

        /// What is no decision about a card, in the words of a route.
        private static Refusal unkept(String subject, Declined declined) {
            return switch (declined.reason()) {
                case SOURCE_REUSED ->
                    Refusal.ofField(
                            CardError.AUTHORIZATION_SOURCE_REUSED, "source", "the source was used for another message");
                case CARD_UNKNOWN -> Card.unknown(subject);
                default -> Authorizations.unknown(subject);
            };
        }
    }

    @PostMapping
    @Operation(
            summary = "Ask whether a card may pay",
            description = "Holds the amount, or clears it at once. A decline is an answer like any other, and is kept: "
                    + "it tells the rule that refused and what is left of it. The same source with the same body gets "
                    + "the first answer.")
    DecisionResponse pay(Caller caller, @RequestBody PayRequest request) {
        var company = caller.company(request.companyId()).key();
        Purchase purchase = request.purchase();
        return DecisionResponse.of(
                String.valueOf(request.enKashCardId()),
                Boolean.TRUE.equals(request.capture())
                        ? authorizations.purchase(company, purchase)
                        : authorizations.authorize(company, purchase));
    }

    @PostMapping("/advices")
    @Operation(
            summary = "Post a payment that was approved elsewhere",
            description =
                    "Neither a limit nor a balance declines it: the card may go below zero. It counts against the "
                            + "limits.")
    DecisionResponse advise(Caller caller, @RequestBody PayRequest request) {
        return DecisionResponse.of(
                String.valueOf(request.enKashCardId()),
                authorizations.advise(caller.company(request.companyId()).key(), request.purchase()));
    }
}
